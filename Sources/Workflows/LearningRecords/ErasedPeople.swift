import Access
import Database
import Values
import XAPI

/// Those who were erased don't come back by what other systems had queued (traps 25; GDPR-ERA-09).
struct ErasedPeople {
    private let people: People
    private let tenant: TenantID

    init(_ services: Services, _ tenant: TenantID) {
        people = People(vault: services.vault, world: services.world)
        self.tenant = tenant
    }

    /// The places of those lists that name somebody who was erased.
    func places(among lists: [[AgentIdentifier]], in tx: Transaction) throws -> Set<Int> {
        var identifiers: [PersonIdentifier] = []
        var places: [Int] = []
        for (place, list) in lists.enumerated() {
            for agent in Set(list) {
                identifiers.append(.agent(ifi: agent.canonical))
                places.append(place)
            }
        }
        return Set(try people.erased(among: identifiers, tenant, in: tx).map { places[$0] })
    }

    /// - Throws: `conflict` for somebody who was erased.
    func refuse(_ agent: AgentIdentifier, in tx: Transaction) throws {
        guard try !places(among: [[agent]], in: tx).isEmpty else { return }
        throw ServiceError(.conflict, "The agent is a person whose data was erased.")
    }
}

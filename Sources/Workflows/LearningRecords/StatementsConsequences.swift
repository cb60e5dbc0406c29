import Access
import Cohorts
import Database
import LearningRecords
import Values
import XAPI

/// What stored statements bring about in the same transaction: completions of the enrolments that they belong to, and
/// what follows from those.
struct StatementsConsequences {
    private let services: Services
    private let store: StatementStore

    init(_ services: Services, _ store: StatementStore) {
        self.services = services
        self.store = store
    }

    func follow(_ statements: [IncomingStatement], in tx: Transaction, _ now: Instant) throws {
        let facts = try facts(of: statements, in: tx, now)
        let completions = Completions(store.tenant)
        for (enrolment, own) in Dictionary(grouping: facts, by: \.registration) {
            guard let enrolment else { continue }
            let changes = try completions.apply(own, enrolment: enrolment, in: tx, now: now) {
                try StatementStore.facts(registration: enrolment, tenant: store.tenant, in: tx)
            }
            try CompletionsFollowUp(services).follow(
                changes, enrolment, store.tenant, session: own.lazy.compactMap(\.sessionID).first, in: tx, now)
        }
    }

    /// Of each statement, and of each that is voided: a voided one counts where it stands.
    private func facts(
        of statements: [IncomingStatement], in tx: Transaction, _ now: Instant
    ) throws -> [StatementFact] {
        let voided = try store.voided(statements.map(\.id), in: tx)
        var facts: [StatementFact] = []
        for incoming in statements {
            if incoming.registration != nil {
                facts.append(incoming.fact(stored: now, isVoided: voided.contains(incoming.id)))
            }
            if incoming.statement.isVoiding, let target = incoming.statement.referredStatement,
                let fact = try store.fact(target, in: tx, registrations: { try registrations(of: $0, in: tx) })
            {
                facts.append(fact)
            }
        }
        return facts
    }

    private func registrations(of actor: AgentIdentifier, in tx: Transaction) throws -> [UUID16] {
        let people = People(vault: services.vault, world: services.world)
        guard let person = try people.find(accountName: actor.accountName, of: store.tenant, in: tx) else { return [] }
        return try Enrolments(store.tenant).ofPerson(person.id, in: tx).map(\.id)
    }
}

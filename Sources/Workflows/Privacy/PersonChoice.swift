package import Access
import Database
package import Values

/// How somebody at a screen or the command line says who is meant.
package enum PersonChoice: Sendable {
    case id(UUID16)
    case email(String)
    case lti(issuer: String, subject: String)
    case account(String)

    func find(_ people: People, of tenant: TenantID, in tx: Transaction) throws -> Person {
        let found: Person? =
            switch self {
            case .id(let id): try people.find(id, of: tenant, in: tx)
            case .account(let name): try people.find(accountName: name, of: tenant, in: tx)
            case .email(let address): try people.find(.email(address), of: tenant, in: tx)
            case .lti(let issuer, let subject):
                try people.find(.lti(issuer: issuer, subject: subject), of: tenant, in: tx)
            }
        guard let found, found.erasedAt == nil else { throw ServiceError(.notFound, "There is no such person.") }
        return found
    }
}

/// Finds a person for a data request.
package struct FindPerson: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`, for an erased person too.
    package func run(_ choice: PersonChoice, tenant: TenantID) async throws -> Person {
        try await services.database.read { [services] tx in
            try choice.find(People(vault: services.vault, world: services.world), of: tenant, in: tx)
        }
    }
}

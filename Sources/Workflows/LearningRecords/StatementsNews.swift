import Database
import Values
import XAPI

/// What statements say beside what happened, as far as it may not be known yet.
struct StatementsNews: Sendable {
    let definitions: [KnownDefinitions.News]
    let names: [KnownNames.News]

    func store(_ tenant: TenantID, in tx: Transaction, _ now: Instant) throws {
        try KnownDefinitions.store(definitions, tenant, in: tx, now)
        try KnownNames.store(names, tenant, in: tx, now)
    }
}

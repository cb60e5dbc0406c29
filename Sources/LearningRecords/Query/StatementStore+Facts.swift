package import Database
package import Values
package import XAPI

extension StatementStore {
    /// What completion rules read of all statements of a registration, in the order in which they were stored, voided
    /// ones among them (design D4).
    package static func facts(
        registration: UUID16, tenant: TenantID, in transaction: Transaction
    ) throws -> [StatementFact] {
        let key = StatementKey(registration: registration)
        var facts: [StatementFact] = []
        try transaction.forEach(
            """
            select s.id, s.stored_at, s.source, s.body, case when s.voiding = 0 and exists (
                select 1 from statement_reference r
                where r.tenant = s.tenant and r.target = s.id and r.voiding = 1) then 1 else 0 end
            from statement_key k cross join statement s
            where k.tenant = \(tenant) and k.key = \(key.bytes) and s.seq = k.seq
            order by k.stored_at, k.seq
            """
        ) { row in
            let statement = try StoredStatement.read(try row.bytes(3))
            // A StatementRef is found by its target's registration, too.
            guard statement.registration == registration else { return }
            facts.append(
                statement.fact(
                    id: try row.id(0), stored: try row.instant(1), isVoided: try row.bool(4),
                    authorityKind: .init(number: try row.int(2))))
        }
        return facts
    }

    /// The registration and facts of a statement that is there; nil when it isn't (yet).
    ///
    /// A voiding statement's effect is on the registration of its target.
    package func fact(_ id: UUID16, in transaction: Transaction) throws -> StatementFact? {
        guard let stored = try find(id, in: transaction) else { return nil }
        return try StoredStatement.read(stored.body).fact(
            id: id, stored: stored.stored, isVoided: stored.isVoided, authorityKind: stored.source)
    }
}

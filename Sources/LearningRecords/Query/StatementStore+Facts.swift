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
            let source = StatementFact.AuthorityKind(number: try row.int(2))
            guard belongs(statement, from: source, to: registration) else { return }
            var fact = statement.fact(
                id: try row.id(0), stored: try row.instant(1), isVoided: try row.bool(4), authorityKind: source)
            fact.registration = registration
            facts.append(fact)
        }
        return facts
    }

    /// The index also finds statements that merely refer to one of the registration, and those of a session without a
    /// registration of their own, which count (CMI-TC-18).
    private static func belongs(
        _ statement: ValidStatement, from source: StatementFact.AuthorityKind, to registration: UUID16
    ) -> Bool {
        if let own = statement.registration { return own == registration }
        return source == .session && statement.objectKind != .statementRef
    }

    /// Those of the ids that a voiding statement names; a voiding statement itself stays (1.0.3 Data §2.3.2).
    package func voided(_ ids: [UUID16], in transaction: Transaction) throws -> Set<UUID16> {
        var found: Set<UUID16> = []
        for chunk in ids.chunks(of: Self.chunk) {
            let rows = try transaction.rows(
                """
                select target from statement_reference
                where tenant = \(tenant) and target in (\(list: chunk)) and voiding = 1
                """)
            for row in rows { found.insert(try row.id(0)) }
        }
        return found
    }

    /// The facts of one stored statement; nil when it isn't there (yet).
    /// - Parameter registrations: those that a session of this actor may have had. A session's statement that names none
    ///   itself counts under its session's (CMI-TC-18), which the index alone knows, by a hash.
    package func fact(
        _ id: UUID16, in transaction: Transaction, registrations: (AgentIdentifier) throws -> [UUID16]
    ) throws -> StatementFact? {
        guard let stored = try find(id, in: transaction) else { return nil }
        let statement = try StoredStatement.read(stored.body)
        var fact = statement.fact(
            id: id, stored: stored.stored, isVoided: stored.isVoided, authorityKind: stored.source)
        if statement.registration == nil, stored.source == .session, statement.objectKind != .statementRef,
            let actor = statement.actor
        {
            fact.registration = try registrations(actor).first { try isKept(id, under: $0, in: transaction) }
        }
        return fact
    }

    private func isKept(_ id: UUID16, under registration: UUID16, in transaction: Transaction) throws -> Bool {
        try transaction.row(
            """
            select 1 from statement s join statement_key k on k.tenant = s.tenant
                and k.key = \(StatementKey(registration: registration).bytes) and k.stored_at = s.stored_at and k.seq = s.seq
            where s.tenant = \(tenant) and s.id = \(id)
            """) != nil
    }

    /// By which stored statements are compared with others of the same id: sixteen bytes each.
    package func digests(of ids: [UUID16], in transaction: Transaction) throws -> [UUID16: [UInt8]] {
        var found: [UUID16: [UInt8]] = [:]
        for chunk in ids.chunks(of: Self.chunk) {
            let rows = try transaction.rows(
                "select id, digest from statement where tenant = \(tenant) and id in (\(list: chunk))")
            for row in rows { found[try row.id(0)] = try row.bytes(1) }
        }
        return found
    }
}

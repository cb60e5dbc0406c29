package import Database
package import Values

/// The audit log. Lines are only ever added, in the transaction of what they tell of.
package enum AuditLog {
    /// Adds a line, not yet chained: ``AuditSealer`` does that within a second, so that writers don't wait for one
    /// another.
    package static func append(_ event: AuditEvent, in tx: Transaction, at now: Instant) throws {
        try tx.execute(
            """
            insert into audit_event
            (tenant, at, actor_kind, actor, verb, object_kind, object, person, amount, purpose)
            values (\(event.tenant), \(now), \(event.actor.kind), \(event.actor.id), \(event.verb),
            \(event.objectKind), \(event.objectID), \(event.person), \(event.count), \(event.purpose))
            """)
    }

    /// The latest lines of a tenant that a filter lets through, newest first.
    /// - Parameter before: the id of the last line of the page before this one.
    package static func latest(
        _ limit: Int, of tenant: TenantID, before: Int64? = nil, matching filter: AuditFilter = AuditFilter(),
        in tx: Transaction
    ) throws -> [AuditLine] {
        let start: SQL = """
            select \(raw: AuditLine.columns) from audit_event
            where tenant = \(tenant) and id < \(before ?? .max)
            """
        return try tx.rows(start + filter.conditions + " order by id desc limit \(limit)").map(AuditLine.init)
    }

    /// All lines about one person, oldest first.
    package static func about(_ person: UUID16, of tenant: TenantID, in tx: Transaction) throws -> [AuditLine] {
        try tx.rows(
            """
            select \(raw: AuditLine.columns) from audit_event
            where tenant = \(tenant) and person = \(person) order by at, id
            """
        ).map(AuditLine.init)
    }
}

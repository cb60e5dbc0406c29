package import Database
package import Values

/// The forwarding targets of a tenant, and how far each has come.
package struct ForwardingStore: Sendable {
    private let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Adds a target that gets what is stored behind a position.
    package func add(
        _ id: UUID16, _ name: String, _ kind: ForwardingTarget.Kind, settings: [UInt8], after start: StatementPosition,
        in transaction: Transaction, now: Instant
    ) throws {
        try transaction.execute(
            """
            insert into forwarding (tenant, id, name, kind, settings, active, stored_at, seq, sent, refused, created_at)
            values (\(tenant), \(id), \(name), \(kind.rawValue), \(settings), 1, \(start.stored), \(start.row), 0, 0,
                \(now))
            """)
    }

    /// By name.
    package func list(in transaction: Transaction) throws -> [ForwardingTarget] {
        try transaction.rows(Self.columns + " where tenant = \(tenant) order by name, id").map(Self.target)
    }

    package func find(_ id: UUID16, in transaction: Transaction) throws -> ForwardingTarget? {
        try transaction.row(Self.columns + " where tenant = \(tenant) and id = \(id)").map(Self.target)
    }

    /// Those of all tenants that are switched on.
    package static func active(in transaction: Transaction) throws -> [(tenant: TenantID, target: ForwardingTarget)] {
        try transaction.rows(columns + " where active = 1 order by tenant, id").map {
            (TenantID(try $0.int(11)), try target($0))
        }
    }

    /// Records that everything between two positions was sent or refused, unless the target was moved meanwhile.
    package func advance(
        _ id: UUID16, from start: StatementPosition, to position: StatementPosition, sent: Int,
        refused: [ForwardingRefusal], in transaction: Transaction, now: Instant
    ) throws {
        let moved = try transaction.execute(
            """
            update forwarding set stored_at = \(position.stored), seq = \(position.row), sent = sent + \(sent),
                refused = refused + \(refused.count),
                sent_at = case when \(sent) > 0 then cast(\(now) as bigint) else sent_at end
            where tenant = \(tenant) and id = \(id) and stored_at = \(start.stored) and seq = \(start.row)
            """)
        guard moved > 0 else { return }
        for refusal in refused {
            try transaction.execute(
                """
                insert into forwarding_refusal (tenant, target, seq, statement, status, refused_at)
                values (\(tenant), \(id), \(refusal.row), \(refusal.statement), \(refusal.status), \(refusal.refusedAt))
                on conflict (tenant, target, seq) do update set status = excluded.status,
                    refused_at = excluded.refused_at
                """)
        }
    }

    /// Gives a target another name and other settings; its kind and its place stay.
    package func change(_ id: UUID16, _ name: String, settings: [UInt8], in transaction: Transaction) throws {
        try transaction.execute(
            "update forwarding set name = \(name), settings = \(settings) where tenant = \(tenant) and id = \(id)")
    }

    /// Lets a target get everything again that was stored from a moment on; refusals of that time are forgotten.
    package func rewind(_ id: UUID16, to moment: Instant, in transaction: Transaction) throws {
        let start = StatementPosition(stored: moment.adding(microseconds: -1), row: .max)
        let forgotten = try transaction.execute(
            """
            delete from forwarding_refusal where tenant = \(tenant) and target = \(id) and seq in (
                select seq from statement where tenant = \(tenant) and stored_at >= \(moment))
            """)
        try transaction.execute(
            """
            update forwarding set stored_at = \(start.stored), seq = \(start.row), refused = refused - \(forgotten)
            where tenant = \(tenant) and id = \(id) and stored_at >= \(moment)
            """)
    }

    package func setActive(_ isActive: Bool, _ id: UUID16, in transaction: Transaction) throws {
        try transaction.execute(
            "update forwarding set active = \(isActive) where tenant = \(tenant) and id = \(id)")
    }

    package func remove(_ id: UUID16, in transaction: Transaction) throws {
        try transaction.execute("delete from forwarding_refusal where tenant = \(tenant) and target = \(id)")
        try transaction.execute("delete from forwarding where tenant = \(tenant) and id = \(id)")
    }

    /// The latest refusals, newest first.
    package func refusals(
        of id: UUID16, limit: Int = 100, in transaction: Transaction
    ) throws -> [ForwardingRefusal] {
        try transaction.rows(
            """
            select seq, statement, status, refused_at from forwarding_refusal
            where tenant = \(tenant) and target = \(id) order by seq desc limit \(limit)
            """
        ).map {
            ForwardingRefusal(
                row: try $0.int(0), statement: try $0.id(1), status: Int(try $0.int(2)), refusedAt: try $0.instant(3))
        }
    }

    private static var columns: SQL {
        """
        select id, name, kind, settings, active, stored_at, seq, sent, refused, created_at, sent_at, tenant
        from forwarding
        """
    }

    private static func target(_ row: Row) throws -> ForwardingTarget {
        ForwardingTarget(
            id: try row.id(0), name: try row.text(1),
            kind: ForwardingTarget.Kind(rawValue: try row.int(2)) ?? .recordStore, settings: try row.bytes(3),
            isActive: try row.bool(4), reached: StatementPosition(stored: try row.instant(5), row: try row.int(6)),
            sent: Int(try row.int(7)), refused: Int(try row.int(8)), createdAt: try row.instant(9),
            sentAt: try row.instantIfAny(10))
    }
}

package import Database
import JSON
package import Values

/// Links the audit log's lines by hash, and signs the chain's end of each day (design D18).
///
/// One sealer works at a time: it holds a lease in the database, so any number of nodes may run one.
package struct AuditSealer: Sendable {
    /// Seconds that a lease lasts without a sign of life.
    static let lease: Int64 = 10
    /// Lines that are linked in one transaction.
    static let batch = 500

    private let database: SQLDatabase
    private let keyring: Keyring
    private let world: World
    private let holder: UUID16

    package init(database: SQLDatabase, keyring: Keyring, world: World) {
        self.database = database
        self.keyring = keyring
        self.world = world
        holder = world.newID()
    }

    /// Seals until the task is cancelled, twice a second; gives the lease back at the end.
    /// - Parameter failed: called with what goes wrong; it tries again after a pause that grows to 30 seconds.
    package func run(failed: @Sendable (any Error) -> Void = { _ in }) async {
        var pause = Duration.milliseconds(500)
        while !Task.isCancelled {
            do {
                try await sealPending()
                pause = .milliseconds(500)
            } catch {
                failed(error)
                pause = min(pause * 2, .seconds(30))
            }
            try? await Task.sleep(for: pause)
        }
        _ = try? await database.append { [holder] tx in
            try tx.execute("update audit_chain set lease_until_at = 0 where id = 1 and holder = \(holder)")
        }
    }

    /// Links all lines that are waiting, unless another sealer holds the lease.
    /// - Returns: how many it linked.
    @discardableResult
    package func sealPending() async throws -> Int {
        var sealed = 0
        while true {
            let count = try await database.append { try sealBatch(in: $0, now: world.now()) }
            sealed += count
            if count < Self.batch { return sealed }
        }
    }

    /// Rests on the lock of the chain's one row: who changes it first goes first, and the others see the result.
    private func sealBatch(in tx: Transaction, now: Instant) throws -> Int {
        guard var end = try takeLease(in: tx, now) else { return 0 }
        let lines = try tx.rows(
            """
            select \(raw: AuditLine.columns) from audit_event where position is null order by id limit \(Self.batch)
            """
        ).map(AuditLine.init)
        if lines.count < Self.batch { try signYesterday(end, lines, in: tx, now) }
        for line in lines {
            end.hash = line.chained(after: end.hash, at: end.position + 1)
            end.position += 1
            try tx.execute(
                "update audit_event set position = \(end.position), hash = \(end.hash) where id = \(line.id)")
        }
        if !lines.isEmpty {
            try tx.execute("update audit_chain set position = \(end.position), hash = \(end.hash) where id = 1")
        }
        return lines.count
    }

    private func takeLease(in tx: Transaction, _ now: Instant) throws -> ChainEnd? {
        let until = now.adding(seconds: Self.lease)
        try tx.execute(
            """
            insert into audit_chain (id, position, hash, holder, lease_until_at)
            values (1, 0, \(ChainEnd.start.hash), \(holder), \(until)) on conflict (id) do nothing
            """)
        let taken = try tx.execute(
            """
            update audit_chain set holder = \(holder), lease_until_at = \(until)
            where id = 1 and (holder = \(holder) or lease_until_at <= \(now))
            """)
        guard taken == 1, let row = try tx.row("select position, hash from audit_chain where id = 1") else {
            return nil
        }
        return ChainEnd(position: try row.int(0), hash: try row.bytes(1))
    }

    /// Signs the head of the day before, once no waiting line is of that day.
    private func signYesterday(_ end: ChainEnd, _ waiting: [AuditLine], in tx: Transaction, _ now: Instant) throws {
        let today = String(now.rfc3339.prefix(10))
        guard !waiting.contains(where: { $0.at.rfc3339.prefix(10) < today }) else { return }
        let day = String(now.adding(seconds: -86_400).rfc3339.prefix(10))
        guard end.position > 0, try tx.row("select 1 from audit_head where day = \(day)") == nil else { return }
        let signature = try keyring.current.sign(end.signedContent(day: day), type: "lectern-audit-head")
        try tx.execute(
            """
            insert into audit_head (day, position, hash, signature, signed_at)
            values (\(day), \(end.position), \(end.hash), \(signature), \(now)) on conflict (day) do nothing
            """)
    }
}

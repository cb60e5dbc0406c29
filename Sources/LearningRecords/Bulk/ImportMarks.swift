package import Database
package import Values

/// How far the import of a file has come, so that a broken one goes on instead of beginning again.
package struct ImportMarks: Sendable {
    private let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// How many of the file's statements are in the store.
    /// - Parameter digest: SHA-256 of the file.
    package func done(_ digest: [UInt8], in transaction: Transaction) throws -> Int {
        let row = try transaction.row(
            "select done from statement_import where tenant = \(tenant) and digest = \(digest)")
        return Int(try row?.int(0) ?? 0)
    }

    package func set(_ done: Int, _ digest: [UInt8], in transaction: Transaction, at now: Instant) throws {
        try transaction.execute(
            """
            insert into statement_import (tenant, digest, done, changed_at)
            values (\(tenant), \(digest), \(done), \(now))
            on conflict (tenant, digest) do update set done = excluded.done, changed_at = excluded.changed_at
            """)
    }

    /// When everything is in: nothing needs to be known any more.
    package func clear(_ digest: [UInt8], in transaction: Transaction) throws {
        try transaction.execute("delete from statement_import where tenant = \(tenant) and digest = \(digest)")
    }
}

package import Database
package import Values

/// The customers of this service.
package enum Tenants {
    /// The tenant of a service that has one customer.
    package static let first = TenantID(1)

    /// Makes a tenant unless it is there. Returns false when it was.
    @discardableResult
    package static func create(_ tenant: TenantID, name: String, in tx: Transaction, now: Instant) throws -> Bool {
        try tx.execute(
            """
            insert into tenant (id, name, created_at) values (\(tenant), \(name), \(now)) on conflict (id) do nothing
            """) == 1
    }

    package static func all(in tx: Transaction) throws -> [(id: TenantID, name: String)] {
        try tx.rows("select id, name from tenant order by id").map { (TenantID(try $0.int(0)), try $0.text(1)) }
    }
}

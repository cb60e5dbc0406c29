package import Database
package import Values

/// Opaque keys that lead links to cohorts: a platform carries one in a link's custom parameters, where anybody may read
/// it and nobody can tell anything from it.
package struct LinkBindings: Sendable {
    /// The custom parameter that holds the key.
    package static let parameter = "lectern_binding"

    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Makes a key for a cohort: 22 random characters, of which only the hash is kept.
    package func make(for cohort: UUID16, by author: String, world: World, in tx: Transaction) throws -> String {
        let key = Base64URL.encode(world.randomBytes(16))
        try tx.execute(
            """
            insert into link_binding (tenant, binding_key, cohort, created_by, created_at)
            values (\(tenant), \(shortHash(key)), \(cohort), \(author), \(world.now()))
            """)
        return key
    }

    /// The cohort of a key; nil for one that we didn't make for this tenant.
    package func cohort(of key: String, in tx: Transaction) throws -> UUID16? {
        try tx.row("select cohort from link_binding where tenant = \(tenant) and binding_key = \(shortHash(key))")
            .map { try $0.id(0) }
    }
}

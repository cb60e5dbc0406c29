package import Database
package import Values

extension People {
    /// Turns what a person is known by into tombstones, and destroys the key that their data is sealed with.
    /// - Parameter names: further identifiers, in XAPI's canonical text, by which the person mustn't come back.
    /// - Returns: how many stored identifiers became tombstones. Repeating it changes nothing.
    @discardableResult
    package func destroyKey(
        of person: UUID16, _ tenant: TenantID, names: [String] = [], in tx: Transaction, at now: Instant
    ) throws -> Int {
        let stored = try tx.rows(
            "select lookup from person_identifier where tenant = \(tenant) and person = \(person) order by lookup")
        let lookups = try stored.map { try $0.bytes(0) } + names.map { hash(.agent(ifi: $0)) }
        for lookup in lookups {
            try tx.execute(
                """
                insert into erased_identifier (tenant, lookup, person, erased_at)
                values (\(tenant), \(lookup), \(person), \(now))
                on conflict (tenant, lookup) do update set person = excluded.person, erased_at = excluded.erased_at
                """)
        }
        try tx.execute("delete from person_identifier where tenant = \(tenant) and person = \(person)")
        try tx.execute(
            """
            update person set account_name = \(person.description), wrapped_key = null, sealed_profile = null,
            changed_at = \(now), erased_at = \(now)
            where tenant = \(tenant) and id = \(person) and erased_at is null
            """)
        return stored.count
    }
}

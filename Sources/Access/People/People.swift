import Cryptography
package import Database
import JSON
package import Values

/// The people of all tenants: found by keyed hashes, named under keys of their own.
package struct People: Sendable {
    let vault: Vault
    let world: World

    package init(vault: Vault, world: World) {
        self.vault = vault
        self.world = world
    }

    /// The person that an identifier belongs to.
    package func find(_ identifier: PersonIdentifier, of tenant: TenantID, in tx: Transaction) throws -> Person? {
        let lookup = hash(identifier)
        return try tx.row(
            """
            select \(raw: Self.columns) from person_identifier i
            join person p on p.tenant = i.tenant and p.id = i.person
            where i.tenant = \(tenant) and i.lookup = \(lookup)
            """
        ).map { try Person(reading: $0, tenant) }
    }

    package func find(_ id: UUID16, of tenant: TenantID, in tx: Transaction) throws -> Person? {
        try tx.row("select \(raw: Self.columns) from person p where p.tenant = \(tenant) and p.id = \(id)")
            .map { try Person(reading: $0, tenant) }
    }

    /// By the opaque account name that our statements carry.
    package func find(accountName: String, of tenant: TenantID, in tx: Transaction) throws -> Person? {
        try tx.row(
            "select \(raw: Self.columns) from person p where p.tenant = \(tenant) and p.account_name = \(accountName)"
        ).map { try Person(reading: $0, tenant) }
    }

    /// The person that an identifier belongs to, made if there is none; what `profile` knows is added to theirs.
    ///
    /// Two transactions that make the same person at once end with one person, in `write` as in `append`.
    /// - Throws: `gone` when the identifier was erased and the source may not bring people back (GDPR-ERA-09).
    package func findOrCreate(
        _ identifier: PersonIdentifier, of tenant: TenantID, profile: PersonProfile = PersonProfile(),
        source: PersonSource, in tx: Transaction, now: Instant
    ) throws -> Person {
        if let known = try find(identifier, of: tenant, in: tx) {
            return try update(known, with: profile, in: tx, now: now)
        }
        if !source.mayReturn, try erasure(of: identifier, tenant, in: tx) != nil {
            throw ServiceError(.gone, "This person's data was erased.")
        }
        if let made = try create(identifier, tenant, profile, source, in: tx, now) { return made }
        guard let theirs = try find(identifier, of: tenant, in: tx) else {
            throw ServiceError(.conflict, "The person is being made by someone else. Please try again.", retryAfter: 1)
        }
        return try update(theirs, with: profile, in: tx, now: now)
    }

    /// Adds what `newer` knows to a person's profile; nothing is written when nothing changes.
    @discardableResult
    package func update(
        _ person: Person, with newer: PersonProfile, in tx: Transaction, now: Instant
    ) throws -> Person {
        let old = try profile(of: person)
        let merged = old.updated(by: newer)
        guard merged != old, let key = try key(of: person) else { return person }
        let sealed = try key.seal(merged.node.serialized, as: Self.profileField)
        try tx.execute(
            """
            update person set sealed_profile = \(sealed), changed_at = \(now)
            where tenant = \(person.tenant) and id = \(person.id) and erased_at is null
            """)
        return person.with(sealedProfile: sealed)
    }

    /// What we know about a person by name; empty after erasure.
    package func profile(of person: Person) throws -> PersonProfile {
        guard let sealed = person.sealedProfile, let key = try key(of: person) else { return PersonProfile() }
        return try PersonProfile(parsing: key.open(sealed, as: Self.profileField))
    }

    /// Profiles of many at once, for rosters, which are sorted in memory. Unknown ids are left out.
    package func profiles(
        of ids: some Sequence<UUID16>, tenant: TenantID, in tx: Transaction
    ) throws -> [UUID16: PersonProfile] {
        var found: [UUID16: PersonProfile] = [:]
        var rest = Array(ids)[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(200)
            rest = rest.dropFirst(200)
            let rows = try tx.rows(
                """
                select \(raw: Self.columns) from person p
                where p.tenant = \(tenant) and p.id in (\(list: Self.padded(chunk, to: 200)))
                """)
            for row in rows {
                let person = try Person(reading: row, tenant)
                found[person.id] = try profile(of: person)
            }
        }
        return found
    }

    func key(of person: Person) throws -> PersonKey? {
        try person.wrappedKey.map { try PersonKey(unwrapping: $0, of: person.id, in: person.tenant, by: vault) }
    }

    func hash(_ identifier: PersonIdentifier) -> [UInt8] { vault.lookupHash(identifier.kind, identifier.value) }

    static let columns = "p.id, p.account_name, p.wrapped_key, p.sealed_profile, p.created_at, p.erased_at"
    static let profileField = "profile"
    static let identifierField = "identifier"

    /// Repeats the last id, so that the statement's text, and with it its prepared form, is always the same.
    private static func padded(_ ids: ArraySlice<UUID16>, to count: Int) -> [UUID16] {
        guard let last = ids.last else { return [] }
        return ids + Array(repeating: last, count: count - ids.count)
    }
}

extension Person {
    init(reading row: Row, _ tenant: TenantID) throws {
        self.init(
            id: try row.id(0), tenant: tenant, accountName: try row.text(1), createdAt: try row.instant(4),
            erasedAt: try row.instantIfAny(5), wrappedKey: try row.bytesIfAny(2), sealedProfile: try row.bytesIfAny(3))
    }

    func with(sealedProfile: [UInt8]) -> Person {
        Person(
            id: id, tenant: tenant, accountName: accountName, createdAt: createdAt, erasedAt: erasedAt,
            wrappedKey: wrappedKey, sealedProfile: sealedProfile)
    }
}

import Cryptography
package import Database
import JSON
package import Values

/// What became of an identifier that was to be added to a person.
package enum IdentifierOutcome: Sendable, Hashable {
    case added
    /// It was this person's already.
    case known
    /// It is another person's, and stays so.
    case belongsTo(UUID16)
}

extension People {
    /// Adds something by which a person is known. Nobody else's identifier is taken away.
    /// - Throws: `gone` for a person whose data was erased.
    @discardableResult
    package func addIdentifier(
        _ identifier: PersonIdentifier, to person: Person, source: PersonSource, in tx: Transaction, now: Instant
    ) throws -> IdentifierOutcome {
        guard let key = try key(of: person) else { throw ServiceError(.gone, "This person's data was erased.") }
        if try insert(identifier, person.tenant, person.id, key, source, in: tx, now) { return .added }
        guard let owner = try find(identifier, of: person.tenant, in: tx) else {
            throw ServiceError(.conflict, "The identifier is being added by someone else.", retryAfter: 1)
        }
        return owner.id == person.id ? .known : .belongsTo(owner.id)
    }

    /// All that a person is known by, in order of their adding; empty after erasure.
    package func identifiers(
        of person: Person, in tx: Transaction
    ) throws -> [(identifier: PersonIdentifier, source: String, addedAt: Instant)] {
        guard let key = try key(of: person) else { return [] }
        return try tx.rows(
            """
            select kind, sealed, source, created_at from person_identifier
            where tenant = \(person.tenant) and person = \(person.id) order by created_at, lookup
            """
        ).compactMap { row in
            let value = String(decoding: try key.open(try row.bytes(1), as: Self.identifierField), as: UTF8.self)
            return try PersonIdentifier(kind: row.text(0), value: value)
                .map { ($0, try row.text(2), try row.instant(3)) }
        }
    }

    /// When the person behind an identifier was erased, if one was; a person who came back since doesn't change it.
    package func erasure(of identifier: PersonIdentifier, _ tenant: TenantID, in tx: Transaction) throws -> Instant? {
        let lookup = hash(identifier)
        return try tx.row("select erased_at from erased_identifier where tenant = \(tenant) and lookup = \(lookup)")
            .map { try $0.instant(0) }
    }

    /// The places of those identifiers whose persons were erased.
    package func erased(
        among identifiers: [PersonIdentifier], _ tenant: TenantID, in tx: Transaction
    ) throws -> [Int] {
        guard !identifiers.isEmpty,
            try tx.row("select 1 from erased_identifier where tenant = \(tenant) limit 1") != nil
        else { return [] }
        var places: [Int] = []
        for (place, identifier) in identifiers.enumerated()
        where try erasure(of: identifier, tenant, in: tx) != nil { places.append(place) }
        return places
    }

    /// Nil when the identifier is someone's already.
    func create(
        _ identifier: PersonIdentifier, _ tenant: TenantID, _ profile: PersonProfile, _ source: PersonSource,
        in tx: Transaction, _ now: Instant
    ) throws -> Person? {
        let id = UUID16.version7(at: now, random: world.randomBytes(10))
        let key = PersonKey(newFor: id, of: tenant, world: world)
        guard try insert(identifier, tenant, id, key, source, in: tx, now) else { return nil }
        let person = Person(
            id: id, tenant: tenant, accountName: Base64URL.encode(world.randomBytes(16)), createdAt: now, erasedAt: nil,
            wrappedKey: try key.wrapped(by: vault),
            sealedProfile: profile.isEmpty ? nil : try key.seal(profile.node.serialized, as: Self.profileField))
        try tx.execute(
            """
            insert into person (tenant, id, account_name, wrapped_key, sealed_profile, created_at, changed_at)
            values (\(tenant), \(id), \(person.accountName), \(person.wrappedKey), \(person.sealedProfile),
            \(now), \(now))
            """)
        return person
    }

    /// False when the identifier is someone's already. It goes in before its person does, so that of two transactions
    /// at once only one makes a person.
    private func insert(
        _ identifier: PersonIdentifier, _ tenant: TenantID, _ person: UUID16, _ key: PersonKey, _ source: PersonSource,
        in tx: Transaction, _ now: Instant
    ) throws -> Bool {
        let lookup = hash(identifier)
        let sealed = try key.seal(Array(identifier.value.utf8), as: Self.identifierField)
        let inserted = try tx.execute(
            """
            insert into person_identifier (tenant, lookup, person, kind, sealed, source, created_at)
            values (\(tenant), \(lookup), \(person), \(identifier.kind), \(sealed), \(source.rawValue), \(now))
            on conflict (tenant, lookup) do nothing
            """)
        return inserted == 1
    }
}

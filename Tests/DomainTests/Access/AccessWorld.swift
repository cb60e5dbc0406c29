import Access
import Database
import TestWorld
import Values

/// What the tests of this domain share: a frozen clock, a vault without a file, one tenant.
struct AccessWorld {
    let frozen = FrozenWorld()
    let tenant = TenantID(1)
    let database: SQLDatabase

    init(_ engine: Engine) async throws { database = try await TestDatabase.open(engine, world: frozen) }

    var world: World { frozen.world }
    var now: Instant { frozen.now }
    var vault: Vault { Vault(masterKey: [UInt8](repeating: 5, count: 32)) }
    var people: People { People(vault: vault, world: world) }

    /// A write with a person's identifiers at hand.
    func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await database.write(body)
    }
}

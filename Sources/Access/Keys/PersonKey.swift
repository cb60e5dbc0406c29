import Cryptography
import Values

/// The key of one person. Once its wrapped form is gone, nothing sealed with it can be read again, in backups either.
struct PersonKey: Sendable {
    private let key: [UInt8]
    private let place: [UInt8]

    private init(key: [UInt8], place: [UInt8]) {
        self.key = key
        self.place = place
    }

    /// A fresh key for a new person.
    init(newFor person: UUID16, of tenant: TenantID, world: World) {
        self.init(key: world.randomBytes(32), place: Self.place(person, tenant))
    }

    init(unwrapping wrapped: [UInt8], of person: UUID16, in tenant: TenantID, by vault: Vault) throws {
        let place = Self.place(person, tenant)
        self.init(key: try vault.open(wrapped, for: "person key", at: place), place: place)
    }

    func wrapped(by vault: Vault) throws -> [UInt8] { try vault.seal(key, for: "person key", at: place) }

    /// - Parameter field: what is sealed; a box of one field doesn't open as another.
    func seal(_ plain: [UInt8], as field: String) throws -> [UInt8] {
        try SealedBox.seal(plain, key: key, authenticating: Array(field.utf8) + [0] + place)
    }

    func open(_ box: [UInt8], as field: String) throws -> [UInt8] {
        try SealedBox.open(box, key: key, authenticating: Array(field.utf8) + [0] + place)
    }

    private static func place(_ person: UUID16, _ tenant: TenantID) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: tenant.number >> (56 - 8 * Int64($0))) } + person.bytes
    }
}

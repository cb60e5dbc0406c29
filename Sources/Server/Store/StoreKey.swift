import Access
import Database
import Foundation
import Values

/// The vault's key and the records that were sealed with it. A lost key is never replaced, and a wrong one never used:
/// everybody in the database would be a stranger.
struct StoreKey {
    private let configuration: Configuration
    private let database: SQLDatabase

    init(_ configuration: Configuration, _ database: SQLDatabase) {
        self.configuration = configuration
        self.database = database
    }

    /// What a look at key and records came to.
    enum Standing: Equatable {
        /// The key is the one of the records.
        case fits
        /// There are no records yet that need a key.
        case unbound
        case missing
        case foreign
    }

    /// Opens the vault, and makes its key for a database without records.
    /// - Parameter known: what the database says of itself; nil for an empty one.
    func open(_ known: Instance?, world: World) async throws -> Vault {
        let passphrase = configuration.keysPassphrase
        let vault = try openIfAny()
        switch try await standing(of: vault, known) {
        case .missing: throw Self.missing(configuration)
        case .foreign: throw Self.foreign(configuration)
        case .fits, .unbound: break
        }
        let folder = try KeyFolder(path: configuration.keysFolder)
        guard let vault else { return try Vault.open(folder, passphrase: passphrase, world: world) }
        try Vault.seal(folder, passphrase: passphrase)
        return vault
    }

    /// The vault as it lies there; nothing is made.
    func openIfAny() throws -> Vault? {
        guard FileManager.default.fileExists(atPath: configuration.keysFolder + "/vault.key") else { return nil }
        return try Vault.openIfAny(
            KeyFolder(path: configuration.keysFolder), passphrase: configuration.keysPassphrase)
    }

    func standing(of vault: Vault?, _ known: Instance?) async throws -> Standing {
        guard let known else { return .unbound }
        if let check = known.keyCheck {
            guard let vault else { return .missing }
            return vault.check(of: known.id) == check ? .fits : .foreign
        }
        // A database of a release that kept no check: its records tell.
        guard let vault else { return try await database.firstUsedTable() == nil ? .unbound : .missing }
        return try await database.read { try vault.hasSealed(in: $0) } == false ? .foreign : .unbound
    }

    static func missing(_ configuration: Configuration) -> ServiceError {
        ServiceError(
            .invalid,
            "There is no vault.key in \(folder(configuration)), but the database's records were sealed with one. Check"
                + " LECTERN_KEYS, or put the file back from its backup: without it no name can be read.")
    }

    static func foreign(_ configuration: Configuration) -> ServiceError {
        ServiceError(
            .invalid,
            "The vault.key in \(folder(configuration)) isn't the one of this database. Check LECTERN_KEYS and"
                + " LECTERN_DATABASE_URL, or put the right file back from its backup.")
    }

    private static func folder(_ configuration: Configuration) -> String {
        URL(filePath: configuration.keysFolder).standardizedFileURL.path
    }
}

extension SQLDatabase {
    /// A table that holds records, beside those that every start fills; nil for an empty store.
    func firstUsedTable() async throws -> String? {
        let bookkeeping: Set<String> = ["tenant", "database_migration", "database_instance"]
        let names = try await tables().map(\.name).filter { !bookkeeping.contains($0) }
        return try await read { tx in try names.first { try !tx.isEmpty($0) } }
    }
}

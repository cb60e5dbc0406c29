import Cryptography
package import Values

/// What keeps names out of the database: a master key in the keys folder, from which come the key that wraps each
/// person's own key and the keys of the hashes by which people are found (design D17).
///
/// Whoever has the database but not this key sees no person; whoever loses this key loses all names for good.
package struct Vault: Sendable {
    private let wrapping: [UInt8]
    private let lookups: MessageAuthentication
    private let agents: MessageAuthentication
    private let others: MessageAuthentication

    /// Opens the folder's vault, and makes its key at the first start.
    /// - Parameter passphrase: seals the key file; one in clear is sealed on the spot.
    package static func open(_ folder: KeyFolder, passphrase: Secret<String>? = nil, world: World) throws -> Vault {
        if let vault = try openIfAny(folder, passphrase: passphrase) {
            try seal(folder, passphrase: passphrase)
            return vault
        }
        return Vault(masterKey: try VaultFile.make(in: folder, passphrase: passphrase, world: world))
    }

    /// Opens the folder's vault as it lies there, for which nothing is made or changed; nil where there is none.
    package static func openIfAny(_ folder: KeyFolder, passphrase: Secret<String>? = nil) throws -> Vault? {
        try VaultFile.read(in: folder, passphrase: passphrase).map { Vault(masterKey: $0) }
    }

    /// Has a key file that lies there in clear encrypted; nothing happens without a passphrase.
    package static func seal(_ folder: KeyFolder, passphrase: Secret<String>?) throws {
        try VaultFile.seal(in: folder, passphrase: passphrase)
    }

    /// - Parameter masterKey: 32 bytes.
    package init(masterKey: [UInt8]) {
        let master = MessageAuthentication(key: masterKey)
        func derived(_ purpose: String) -> [UInt8] { master.code(for: "lectern vault \(purpose)".utf8) }
        wrapping = derived("wrapping")
        lookups = MessageAuthentication(key: derived("lookup"))
        agents = MessageAuthentication(key: derived("agent"))
        others = MessageAuthentication(key: derived("other"))
    }

    /// By which a value is found without being stored: 32 bytes, different for each kind.
    package func lookupHash(_ kind: String, _ value: String) -> [UInt8] {
        lookups.code(for: Array((kind + "\u{0}" + value).utf8))
    }

    /// By which statements are found by their agents: 16 bytes.
    /// - Parameter ifi: the canonical text of an Inverse Functional Identifier.
    package func agentKey(_ ifi: String) -> [UInt8] {
        Array(agents.code(for: Array(("agent\u{0}" + ifi).utf8)).prefix(16))
    }

    /// What remains of erased or rewritten bytes as proof: 32 bytes.
    package func keyedHash(_ purpose: String, _ bytes: [UInt8]) -> [UInt8] {
        others.code(for: Array(purpose.utf8) + [0] + bytes)
    }

    /// Seals what belongs to no person's own key, bound to its purpose and place.
    package func seal(_ plain: [UInt8], for purpose: String, at place: [UInt8]) throws -> [UInt8] {
        try SealedBox.seal(plain, key: wrapping, authenticating: Array(purpose.utf8) + [0] + place)
    }

    /// Throws when the box was altered or comes from elsewhere.
    package func open(_ box: [UInt8], for purpose: String, at place: [UInt8]) throws -> [UInt8] {
        try SealedBox.open(box, key: wrapping, authenticating: Array(purpose.utf8) + [0] + place)
    }
}

/// Says nothing of its keys, wherever a value that holds it is written out, as libraries do in their logs.
extension Vault: CustomStringConvertible, CustomReflectable {
    package var description: String { "Vault" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

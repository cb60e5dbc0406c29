package import Cryptography
package import JOSE
import JSON
package import Values

/// A private key with the name under which its public half is published.
package struct SigningKey: Sendable {
    package let kid: String
    package let key: PrivateKey
    package let algorithm = SignatureAlgorithm.RS256

    /// Signs in the compact form of JWS.
    /// - Parameter type: the header's `typ`.
    package func sign(_ payload: [UInt8], type: String? = "JWT") throws -> String {
        try CompactJWS.sign(payload: payload, key: key, algorithm: algorithm, keyID: kid, type: type)
    }
}

/// The service's signing keys: PEM files in the keys folder and `keys.json`, which tells when each signs and leaves.
///
/// Other processes may rotate or revoke at any time (the command line, another node): each use looks whether the index
/// was replaced, so that a revoked key is gone at the next question.
package final class Keyring: Sendable {
    /// Seconds that caches may hold the published set: the `max-age` of `/.well-known/jwks.json`.
    package static let cacheSeconds = KeyIndex.cacheAge
    private static let indexName = "keys.json"

    private struct State {
        var index: KeyIndex
        var stamp: FileStamp?
        var opened: [String: PrivateKey] = [:]
    }

    private let folder: KeyFolder
    private let passphrase: Secret<String>?
    private let world: World
    private let state: Locked<State>
    private let children = Locked<[String: Keyring]>([:])

    /// Opens the folder's keys, and makes the first one at the first start.
    /// - Parameter passphrase: with one, private keys are written encrypted; those in clear are rewritten on the spot.
    package init(_ folder: KeyFolder, passphrase: Secret<String>? = nil, world: World) throws {
        self.folder = folder
        self.passphrase = passphrase
        self.world = world
        state = Locked(State(index: KeyIndex()))
        try folder.locked {
            try noteLostKeys()
            if try loaded().current(at: world.now()) == nil { try addKey() }
            try encryptClearKeys()
        }
    }

    /// The key that signs now.
    package var current: SigningKey {
        get throws {
            guard let entry = try loaded().current(at: world.now()) else {
                throw ServiceError(.unavailable, "There is no signing key.")
            }
            return SigningKey(kid: entry.kid, key: try privateKey(entry.kid))
        }
    }

    /// What `/.well-known/jwks.json` shows: the keys to come, the current one, and old ones in their overlap.
    package var publicKeys: JSONWebKeySet {
        get throws { JSONWebKeySet(keys: try loaded().published(at: world.now()).map { try $0.publicKey() }) }
    }

    /// Every key that ever signed and wasn't revoked, to check certificates and heads of old days.
    package var keysEver: JSONWebKeySet {
        get throws {
            JSONWebKeySet(keys: try loaded().entries.filter { $0.revokedAt == nil }.map { try $0.publicKey() })
        }
    }

    /// What a backup keeps of all keys, those of old days and revoked ones included: times and public halves.
    package var publicIndex: [UInt8] { get throws { try loaded().serialized } }

    /// Puts into a folder what ``publicIndex`` gave, so that what those keys signed can be checked there. None of them
    /// signs again but one whose private half is there; nothing changes for keys that the folder knows, except that a
    /// revocation stays one.
    package static func remember(_ publicIndex: [UInt8], in folder: KeyFolder, at now: Instant) throws {
        let old = try KeyIndex(parsing: publicIndex)
        try folder.locked {
            var index = try folder.read(indexName).map(KeyIndex.init(parsing:)) ?? KeyIndex()
            index.remember(old.entries, at: now) { folder.stamp(of: fileName($0)) != nil }
            try folder.write(index.serialized, to: indexName)
        }
    }

    /// All of them, oldest first, for `lectern keys list`.
    package var entries: [KeyEntry] { get throws { try loaded().entries } }

    /// Makes a new key, published at once and signing an hour later; the one before stays published for 30 days more.
    @discardableResult
    package func rotate() throws -> KeyEntry {
        try folder.locked {
            let entry = try addKey()
            try removeSpent()
            return entry
        }
    }

    /// The same where the newest key is so many seconds old; of several processes that ask at once one makes it.
    /// Private halves that never sign again go, whether a key is due or not.
    /// - Returns: the new key, or nil when none was due.
    package func rotate(ifOlderThan age: Int64) throws -> KeyEntry? {
        try folder.locked {
            let entry = try loaded().isDue(after: age, at: world.now()) ? try addKey() : nil
            try removeSpent()
            return entry
        }
    }

    /// Takes a key out at once: it is published no more, signs no more, and its private half is deleted. Throws
    /// `notFound` for an unknown or revoked one.
    package func revoke(_ kid: String) throws {
        try folder.locked {
            var index = try loaded()
            guard index.revoke(kid, at: world.now()) else { throw ServiceError(.notFound, "There is no key \(kid).") }
            try save(index)
            try folder.remove(Self.fileName(kid))
            if index.current(at: world.now()) == nil { try addKey() }
        }
    }

    /// The keys in a folder under this one's, which is made if it isn't there; see ``ofPlatform(_:)``.
    func child(_ name: String) throws -> Keyring {
        if let opened = children.withLock({ $0[name] }) { return opened }
        let made = try Keyring(KeyFolder(path: folder.path + "/" + name), passphrase: passphrase, world: world)
        return children.withLock { known in
            if let first = known[name] { return first }
            known[name] = made
            return made
        }
    }

    func hasChild(_ name: String) -> Bool { folder.stamp(of: name) != nil }

    @discardableResult
    private func addKey() throws -> KeyEntry {
        let key = try PrivateKey.generateRSA()
        let jwk = JSONWebKey(publicKey: key.publicKey, alg: .RS256)
        let kid = jwk.thumbprint
        try folder.write(Array(try key.pem(passphrase: passphrase?.reveal()).utf8), to: Self.fileName(kid))
        var index = try loaded()
        index.add(kid: kid, publicJWK: jwk.node.text, at: world.now())
        try save(index)
        return index.entries[index.entries.count - 1]
    }

    /// A key whose file is gone signs no more; a new one is made in its place.
    private func noteLostKeys() throws {
        let now = world.now()
        var index = try loaded()
        while let entry = index.current(at: now), folder.stamp(of: Self.fileName(entry.kid)) == nil {
            index.lose(entry.kid, at: now)
        }
        if try index != loaded() { try save(index) }
    }

    private func removeSpent() throws {
        for spent in try loaded().spent(at: world.now()) where folder.stamp(of: Self.fileName(spent.kid)) != nil {
            try folder.remove(Self.fileName(spent.kid))
        }
    }

    private func save(_ index: KeyIndex) throws {
        try folder.write(index.serialized, to: Self.indexName)
        _ = try loaded()
    }

    /// The index as it is on disk now.
    private func loaded() throws -> KeyIndex {
        try state.withLock { state in
            let stamp = folder.stamp(of: Self.indexName)
            if stamp == state.stamp { return state.index }
            state.index = try folder.read(Self.indexName).map(KeyIndex.init(parsing:)) ?? KeyIndex()
            state.stamp = stamp
            let usable = Set(state.index.entries.filter { $0.revokedAt == nil }.map(\.kid))
            state.opened = state.opened.filter { usable.contains($0.key) }
            return state.index
        }
    }

    private func privateKey(_ kid: String) throws -> PrivateKey {
        if let opened = state.withLock({ $0.opened[kid] }) { return opened }
        guard let pem = try folder.read(Self.fileName(kid)) else {
            throw ServiceError(.unavailable, "The signing key can't be used.", cause: "no file for key \(kid)")
        }
        let key = try PrivateKey(pem: String(decoding: pem, as: UTF8.self), passphrase: passphrase?.reveal())
        state.withLock { $0.opened[kid] = key }
        return key
    }

    private func encryptClearKeys() throws {
        guard let passphrase else { return }
        for entry in try loaded().entries {
            guard let bytes = try folder.read(Self.fileName(entry.kid)) else { continue }
            let pem = String(decoding: bytes, as: UTF8.self)
            guard !pem.contains("ENCRYPTED") else { continue }
            let sealed = try PrivateKey(pem: pem, passphrase: nil).pem(passphrase: passphrase.reveal())
            try folder.write(Array(sealed.utf8), to: Self.fileName(entry.kid))
        }
    }

    private static func fileName(_ kid: String) -> String { "signing-\(kid).pem" }
}

extension KeyEntry {
    fileprivate func publicKey() throws -> JSONWebKey { try JSONWebKey(JSONDocument(parsing: publicJWK).root) }
}

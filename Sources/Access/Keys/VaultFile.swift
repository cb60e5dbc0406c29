import Cryptography
import Values

/// The file `vault.key`: one line of words, `lectern-vault-1 plain KEY` or `lectern-vault-1 scrypt SALT BOX`, in
/// base64url.
struct VaultFile {
    static let name = "vault.key"
    private static let heading = "lectern-vault-1"

    /// The master key, for which nothing is made or changed; nil where there is no file.
    static func read(in folder: KeyFolder, passphrase: Secret<String>?) throws -> [UInt8]? {
        try folder.read(name).map { try open(words(of: $0), passphrase) }
    }

    /// Makes the key at the first start, unless another process is faster: then that one's is given.
    static func make(in folder: KeyFolder, passphrase: Secret<String>?, world: World) throws -> [UInt8] {
        let fresh = world.randomBytes(32)
        if try folder.create(text(of: fresh, passphrase), at: name) { return fresh }
        guard let key = try read(in: folder, passphrase: passphrase) else { throw unreadable("it vanished") }
        return key
    }

    /// A key in clear is written anew under the passphrase; nothing happens without one.
    static func seal(in folder: KeyFolder, passphrase: Secret<String>?) throws {
        guard let passphrase, let words = try folder.read(name).map(words), words[1] == "plain" else { return }
        try folder.write(text(of: open(words, nil), passphrase), to: name)
    }

    private static func words(of bytes: [UInt8]) throws -> [Substring] {
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count >= 3, words[0] == heading else { throw unreadable("it isn't a vault key") }
        return words
    }

    private static func open(_ words: [Substring], _ passphrase: Secret<String>?) throws -> [UInt8] {
        switch (words[1], words.count) {
        case ("plain", 3):
            guard let key = Base64URL.decode(words[2]), key.count == 32 else { throw unreadable("the key is damaged") }
            return key
        case ("scrypt", 4):
            guard let passphrase else { throw unreadable("it is sealed, and LECTERN_KEYS_PASSPHRASE isn't set") }
            guard let salt = Base64URL.decode(words[2]), let box = Base64URL.decode(words[3]) else {
                throw unreadable("the key is damaged")
            }
            return try unsealed(box, salt, passphrase)
        default: throw unreadable("it isn't a vault key")
        }
    }

    private static func unsealed(_ box: [UInt8], _ salt: [UInt8], _ passphrase: Secret<String>) throws -> [UInt8] {
        let key = try PassphraseKey.derive(from: passphrase.reveal(), salt: salt)
        guard let master = try? SealedBox.open(box, key: key, authenticating: Array(heading.utf8)), master.count == 32
        else { throw unreadable("the passphrase is wrong") }
        return master
    }

    private static func text(of key: [UInt8], _ passphrase: Secret<String>?) throws -> [UInt8] {
        guard let passphrase else { return Array("\(heading) plain \(Base64URL.encode(key))\n".utf8) }
        let salt = SecureRandom.bytes(16)
        let sealing = try PassphraseKey.derive(from: passphrase.reveal(), salt: salt)
        let box = try SealedBox.seal(key, key: sealing, authenticating: Array(heading.utf8))
        return Array("\(heading) scrypt \(Base64URL.encode(salt)) \(Base64URL.encode(box))\n".utf8)
    }

    private static func unreadable(_ why: String) -> ServiceError {
        ServiceError(.unavailable, "The vault's key can't be used: \(why).")
    }
}

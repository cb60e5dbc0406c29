import COpenSSL

/// Authenticated encryption with AES-256-GCM (NIST SP 800-38D): nonce (12 bytes), ciphertext, tag (16 bytes).
public enum SealedBox {
    /// Bytes by which a box is longer than what it holds.
    public static let overhead = 28
    /// Bytes of a key.
    public static let keyLength = 32

    /// Encrypts under a fresh random nonce.
    /// - Parameter authenticating: what the box is bound to, such as its row; opening it demands the same bytes.
    public static func seal(_ plain: [UInt8], key: [UInt8], authenticating context: [UInt8]) throws -> [UInt8] {
        let nonce = SecureRandom.bytes(12)
        let cipher = try Cipher(key: key, nonce: nonce, encrypting: true)
        try cipher.authenticate(context)
        let encrypted = try cipher.update(plain)
        return try nonce + encrypted + cipher.finishedTag()
    }

    /// What was sealed; throws `notAuthentic` for a box that was altered, under another key or bound to another place.
    public static func open(_ box: [UInt8], key: [UInt8], authenticating context: [UInt8]) throws -> [UInt8] {
        guard box.count >= overhead else { throw CryptographyError(.notAuthentic, "the box is too short") }
        let cipher = try Cipher(key: key, nonce: Array(box[..<12]), encrypting: false)
        try cipher.authenticate(context)
        let plain = try cipher.update(Array(box[12..<box.count - 16]))
        try cipher.check(tag: Array(box[(box.count - 16)...]))
        return plain
    }
}

private final class Cipher {
    private let context = EVP_CIPHER_CTX_new()

    init(key: [UInt8], nonce: [UInt8], encrypting: Bool) throws {
        guard key.count == SealedBox.keyLength else {
            throw CryptographyError(.unreadableKey, "AES-256 takes 32 bytes")
        }
        let cipher = FetchedAlgorithms.shared.aes256GCM
        guard EVP_CipherInit_ex2(context, cipher, key, nonce, encrypting ? 1 : 0, nil) == 1 else {
            throw CryptographyError.withQueue(.failed, "AES-256-GCM")
        }
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    func authenticate(_ bytes: [UInt8]) throws {
        var length: Int32 = 0
        guard bytes.isEmpty || EVP_CipherUpdate(context, nil, &length, bytes, Int32(bytes.count)) == 1 else {
            throw CryptographyError.withQueue(.failed, "AES-256-GCM")
        }
    }

    func update(_ bytes: [UInt8]) throws -> [UInt8] {
        var out = [UInt8](repeating: 0, count: bytes.count)
        var length: Int32 = 0
        guard bytes.isEmpty || EVP_CipherUpdate(context, &out, &length, bytes, Int32(bytes.count)) == 1 else {
            throw CryptographyError.withQueue(.failed, "AES-256-GCM")
        }
        return out
    }

    func finishedTag() throws -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: 16)
        guard finish() == 1, EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, &tag) == 1 else {
            throw CryptographyError.withQueue(.failed, "AES-256-GCM")
        }
        return tag
    }

    func check(tag: [UInt8]) throws {
        var tag = tag
        guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, 16, &tag) == 1, finish() == 1 else {
            throw CryptographyError.withQueue(.notAuthentic, "the box was altered or belongs to another key or place")
        }
    }

    private func finish() -> Int32 {
        var rest = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        return EVP_CipherFinal_ex(context, &rest, &length)
    }
}

import COpenSSL
import COpenSSLShims

/// A key that signs. It shows nothing of itself but its public half and, when asked, its PEM.
public final class PrivateKey: Sendable {
    private let handle: KeyHandle
    /// The half that may be published.
    public let publicKey: PublicKey

    private init(_ handle: KeyHandle) throws {
        self.handle = handle
        publicKey =
            switch try handle.checkedComponents() {
            case .rsa(let modulus, let exponent): try PublicKey(rsaModulus: modulus, exponent: exponent)
            case .ellipticCurve(let curve, let x, let y): try PublicKey(ecCurve: curve, point: [4] + x + y)
            }
    }

    /// A new RSA key; 2048 bits take about a tenth of a second.
    public static func generateRSA(bits: Int = 2_048) throws -> PrivateKey {
        guard 2_048...8_192 ~= bits else { throw CryptographyError(.weakKey, "RSA of \(bits) bits") }
        return try made(by: lectern_rsa_keygen(UInt32(bits)))
    }

    /// A new key on P-256 or P-384.
    public static func generateEC(_ curve: EllipticCurve) throws -> PrivateKey {
        try made(by: lectern_ec_keygen(curve.group))
    }

    /// PKCS#8 in PEM (RFC 7468 §10 and 11), encrypted or not.
    /// Throws `wrongPassphrase` when the text is encrypted and `passphrase` doesn't open it.
    public convenience init(pem: String, passphrase: String?) throws {
        let isEncrypted = pem.contains("ENCRYPTED")
        if isEncrypted, passphrase == nil { throw CryptographyError(.wrongPassphrase, "the key is encrypted") }
        let key = PEM.reading(pem) { stream in
            // Without a passphrase of ours OpenSSL would ask for one at the terminal.
            var phrase = (passphrase ?? "").utf8CString.map { $0 }
            return PEM_read_bio_PrivateKey(stream, nil, nil, &phrase)
        }
        guard let key else {
            throw CryptographyError.withQueue(isEncrypted ? .wrongPassphrase : .unreadableKey, "private key in PEM")
        }
        try self.init(KeyHandle(key))
    }

    /// PKCS#8 in PEM; with a passphrase encrypted by AES-256-CBC under scrypt.
    public func pem(passphrase: String?) throws -> String {
        try PEM.written { stream in
            guard let passphrase else {
                return PEM_write_bio_PKCS8PrivateKey(stream, handle.pointer, nil, nil, 0, nil, nil) == 1
            }
            return lectern_write_encrypted_pem(stream, handle.pointer, passphrase, Int32(passphrase.utf8.count)) == 1
        }
    }

    /// The signature in the form of RFC 7518 §3. Throws `wrongAlgorithm` when the key is of another kind.
    public func sign(_ bytes: some Collection<UInt8>, algorithm: SignatureAlgorithm) throws -> [UInt8] {
        guard publicKey.fits(algorithm) else { throw CryptographyError(.wrongAlgorithm, algorithm.rawValue) }
        let digest = Digest.hash(bytes, algorithm.digest)
        let signature = try sign(digest: digest, algorithm)
        guard case .ellipticCurve(let curve) = algorithm.family else { return signature }
        guard let raw = EllipticSignature.raw(fromDER: signature, curve: curve) else {
            throw CryptographyError.withQueue(.failed, "signature")
        }
        return raw
    }

    private func sign(digest: [UInt8], _ algorithm: SignatureAlgorithm) throws -> [UInt8] {
        let context = EVP_PKEY_CTX_new_from_pkey(nil, handle.pointer, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var length = 0
        guard EVP_PKEY_sign_init(context) == 1, algorithm.configure(context),
            EVP_PKEY_sign(context, nil, &length, digest, digest.count) == 1
        else { throw CryptographyError.withQueue(.failed, "signature") }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_PKEY_sign(context, &signature, &length, digest, digest.count) == 1 else {
            throw CryptographyError.withQueue(.failed, "signature")
        }
        return Array(signature[..<length])
    }

    private static func made(by key: OpaquePointer?) throws -> PrivateKey {
        guard let key else { throw CryptographyError.withQueue(.failed, "making a key") }
        return try PrivateKey(KeyHandle(key))
    }
}

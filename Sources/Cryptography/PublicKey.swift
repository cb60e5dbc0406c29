import COpenSSL
import COpenSSLShims
import Values

/// A key that checks signatures: RSA of 2048 to 8192 bits, or a point on P-256 or P-384.
public final class PublicKey: Sendable {
    private let handle: KeyHandle
    private let verifiers = Locked<[SignatureAlgorithm: ContextPool]>([:])

    /// The numbers that a JWK shows (RFC 7518 §6).
    public let components: PublicKeyComponents

    init(_ handle: KeyHandle, leastRSABits: Int = 2_048) throws {
        self.handle = handle
        components = try handle.checkedComponents(leastRSABits: leastRSABits)
    }

    /// Both numbers big-endian (RFC 7518 §6.3.1). Throws `weakKey` under 2048 bits.
    public convenience init(rsaModulus modulus: [UInt8], exponent: [UInt8]) throws {
        guard !modulus.isEmpty, !exponent.isEmpty, modulus.count <= 1_024, exponent.count <= 8 else {
            throw CryptographyError(.weakKey, "modulus or exponent is empty or too long")
        }
        guard let key = lectern_rsa_public(modulus, modulus.count, exponent, exponent.count) else {
            throw CryptographyError.withQueue(.unreadableKey, "RSA numbers")
        }
        try self.init(KeyHandle(key))
    }

    /// - Parameter point: `04 || x || y` (SEC 1 §2.3.3). Throws `pointNotOnCurve`.
    public convenience init(ecCurve curve: EllipticCurve, point: [UInt8]) throws {
        guard point.count == 1 + 2 * curve.coordinateLength, point.first == 4 else {
            throw CryptographyError(.unreadableKey, "not an uncompressed point")
        }
        guard let key = lectern_ec_public(curve.group, point, point.count) else {
            throw CryptographyError.withQueue(.pointNotOnCurve, "public point")
        }
        try self.init(KeyHandle(key))
    }

    /// `BEGIN PUBLIC KEY` (RFC 7468 §13).
    public convenience init(pem: String) throws {
        let key = PEM.reading(pem) { stream in
            // Without a passphrase of ours OpenSSL would ask for one at the terminal.
            var phrase: [CChar] = [0]
            return PEM_read_bio_PUBKEY(stream, nil, nil, &phrase)
        }
        guard let key else { throw CryptographyError.withQueue(.unreadableKey, "not a public key in PEM") }
        try self.init(KeyHandle(key))
    }

    /// `BEGIN PUBLIC KEY` (RFC 7468 §13).
    public func pem() throws -> String {
        try PEM.written { PEM_write_bio_PUBKEY($0, handle.pointer) == 1 }
    }

    /// Whether this key can be used with the algorithm at all.
    public func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        switch (algorithm.family, components) {
        case (.rsa, .rsa): true
        case (.ellipticCurve(let wanted), .ellipticCurve(let curve, _, _)): wanted == curve
        default: false
        }
    }

    /// Whether `signature`, in the form of RFC 7518 §3, is this key's over `bytes`.
    public func verify(
        _ signature: [UInt8], of bytes: some Collection<UInt8>, algorithm: SignatureAlgorithm
    ) -> Bool {
        guard fits(algorithm), let wire = wireForm(signature, algorithm) else { return false }
        let digest = Digest.hash(bytes, algorithm.digest)
        return pool(for: algorithm).withContext { context in
            let verdict = EVP_PKEY_verify(context, wire, wire.count, digest, digest.count)
            if verdict != 1 { ERR_clear_error() }
            return verdict == 1
        }
    }

    private func wireForm(_ signature: [UInt8], _ algorithm: SignatureAlgorithm) -> [UInt8]? {
        guard case .ellipticCurve(let curve) = algorithm.family else { return signature }
        return EllipticSignature.der(fromRaw: signature, curve: curve)
    }

    private func pool(for algorithm: SignatureAlgorithm) -> ContextPool {
        verifiers.withLock { pools in
            if let pool = pools[algorithm] { return pool }
            let pool = ContextPool(
                make: { [handle] in
                    let context = EVP_PKEY_CTX_new_from_pkey(nil, handle.pointer, nil)
                    guard EVP_PKEY_verify_init(context) == 1, algorithm.configure(context) else {
                        EVP_PKEY_CTX_free(context)
                        return nil
                    }
                    return context
                },
                free: { EVP_PKEY_CTX_free($0) })
            pools[algorithm] = pool
            return pool
        }
    }
}

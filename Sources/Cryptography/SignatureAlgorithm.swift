import COpenSSL

/// The signature algorithms of RFC 7518 §3 that we sign and check with; `none` and HMAC can't be named.
public enum SignatureAlgorithm: String, Sendable, CaseIterable, Hashable {
    /// RSASSA-PKCS1-v1_5 with SHA-256, 384 or 512.
    case RS256, RS384, RS512
    /// RSASSA-PSS with SHA-256 and a salt as long as the hash.
    case PS256
    /// ECDSA on P-256 with SHA-256, or on P-384 with SHA-384.
    case ES256, ES384

    /// The kind of key that it takes.
    public enum Family: Sendable {
        case rsa
        case ellipticCurve(EllipticCurve)
    }

    public var family: Family {
        switch self {
        case .RS256, .RS384, .RS512, .PS256: .rsa
        case .ES256: .ellipticCurve(.p256)
        case .ES384: .ellipticCurve(.p384)
        }
    }

    public var digest: DigestAlgorithm {
        switch self {
        case .RS256, .PS256, .ES256: .sha256
        case .RS384, .ES384: .sha384
        case .RS512: .sha512
        }
    }

    /// Sets padding and hash on a context that was made ready for signing or verifying.
    func configure(_ context: OpaquePointer?) -> Bool {
        if case .rsa = family {
            let padding = self == .PS256 ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING
            guard EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1 else { return false }
        }
        guard EVP_PKEY_CTX_set_signature_md(context, digest.fetched) == 1 else { return false }
        return self != .PS256 || EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1
    }
}

/// The curves of RFC 7518 §6.2.1.1 that we use.
public enum EllipticCurve: String, Sendable, Hashable, CaseIterable {
    case p256 = "P-256"
    case p384 = "P-384"

    /// Bytes of one coordinate, and of each half of a signature (RFC 7518 §3.4).
    public var coordinateLength: Int { self == .p256 ? 32 : 48 }

    var group: String { self == .p256 ? "prime256v1" : "secp384r1" }
}

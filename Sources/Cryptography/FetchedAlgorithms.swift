import COpenSSL

/// Algorithms fetched from OpenSSL's provider once, since a fetch by name costs more than a short hash.
///
/// Sendable without a check: a fetched algorithm never changes and its reference count is atomic.
struct FetchedAlgorithms: @unchecked Sendable {
    let sha1 = EVP_MD_fetch(nil, "SHA1", nil)
    let sha224 = EVP_MD_fetch(nil, "SHA224", nil)
    let sha256 = EVP_MD_fetch(nil, "SHA256", nil)
    let sha384 = EVP_MD_fetch(nil, "SHA384", nil)
    let sha512 = EVP_MD_fetch(nil, "SHA512", nil)
    let hmac = EVP_MAC_fetch(nil, "HMAC", nil)
    let aes256GCM = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)

    static let shared = FetchedAlgorithms()
}

/// The hash functions of FIPS 180-4 that the standards ask for.
public enum DigestAlgorithm: Sendable {
    case sha1, sha224, sha256, sha384, sha512

    /// Bytes of a digest.
    public var length: Int {
        switch self {
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    var fetched: OpaquePointer? {
        switch self {
        case .sha1: FetchedAlgorithms.shared.sha1
        case .sha224: FetchedAlgorithms.shared.sha224
        case .sha256: FetchedAlgorithms.shared.sha256
        case .sha384: FetchedAlgorithms.shared.sha384
        case .sha512: FetchedAlgorithms.shared.sha512
        }
    }
}

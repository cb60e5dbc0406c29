import COpenSSL
import COpenSSLShims
import Glibc

/// An X.509 certificate (RFC 5280), for its key and what its chain says.
///
/// Sendable without a check: the certificate is never changed after its making, and OpenSSL guards what it caches in it
/// with its own locks.
public final class Certificate: @unchecked Sendable {
    /// What a chain is worth to whoever has the system's roots.
    public enum Trust: String, Sendable, CaseIterable {
        /// Leads to a root of the system, and every certificate holds.
        case trusted
        /// A certificate isn't valid yet, or not any more.
        case expired
        /// Leads to no root that is known here, such as a self-signed one.
        case unknown
    }

    private let pointer: OpaquePointer

    /// - Parameter der: one certificate and nothing behind it (ITU-T X.690).
    /// - Throws: `unreadableKey`.
    public init(der: [UInt8]) throws {
        let parsed = der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var next = bytes.baseAddress
            guard let certificate = d2i_X509(nil, &next, bytes.count) else { return nil }
            guard next == bytes.baseAddress.map({ $0 + bytes.count }) else {
                X509_free(certificate)
                return nil
            }
            return certificate
        }
        guard let parsed else { throw CryptographyError.withQueue(.unreadableKey, "not a certificate in DER") }
        pointer = parsed
    }

    deinit { X509_free(pointer) }

    /// The key that it vouches for; RSA from 1024 bits, since old signatures are evidence, not a door.
    /// - Throws: `unreadableKey`, `weakKey`, `unknownCurve`.
    public func publicKey() throws -> PublicKey {
        guard let key = X509_get_pubkey(pointer) else {
            throw CryptographyError.withQueue(.unreadableKey, "no key in the certificate")
        }
        return try PublicKey(KeyHandle(key), leastRSABits: 1_024)
    }

    /// - Parameters:
    ///   - chain: the certificate in question first, then whoever vouches for the one before (RFC 7515 §4.1.6).
    ///   - unixSeconds: the moment for which it is asked.
    public static func trust(in chain: [Certificate], unixSeconds: Int64) -> Trust {
        let pointers = chain.map { Optional($0.pointer) }
        let error = withExtendedLifetime(chain) {
            pointers.withUnsafeBufferPointer { lectern_chain_error($0.baseAddress, $0.count, unixSeconds) }
        }
        ERR_clear_error()
        if error == X509_V_OK { return .trusted }
        if [X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID].contains(error) { return .expired }
        return chain.allSatisfy { $0.holds(at: unixSeconds) } ? .unknown : .expired
    }

    /// The last second in which it holds; nil for a date that can't be read.
    public var endUnixSeconds: Int64? {
        var moment = tm()
        guard ASN1_TIME_to_tm(X509_get0_notAfter(pointer), &moment) == 1 else { return nil }
        return Int64(timegm(&moment))
    }

    private func holds(at unixSeconds: Int64) -> Bool {
        var moment = time_t(unixSeconds)
        return X509_cmp_time(X509_get0_notBefore(pointer), &moment) < 0
            && X509_cmp_time(X509_get0_notAfter(pointer), &moment) > 0
    }
}

import Foundation
import NIOSSL
import OutboundHTTP
import Values

extension Configuration {
    /// What the one outbound client may do.
    /// - Throws: `invalid` when the file of trusted certificates holds none.
    func outboundPolicy() throws(ServiceError) -> OutboundPolicy {
        var policy = OutboundPolicy()
        policy.allowsPrivateAddresses = allowPrivateAddresses
        guard let path = trustedCertificates else { return policy }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let read = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8)), !read.isEmpty
        else { throw ServiceError(.invalid, "LECTERN_TRUSTED_CERTIFICATES names a file without certificates in PEM.") }
        policy.additionalTrustRoots = [text]
        return policy
    }
}

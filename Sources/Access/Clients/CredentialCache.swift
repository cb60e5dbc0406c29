import Cryptography
import Values

/// Credentials that were good a moment ago, so that a request can be read before its one transaction begins.
///
/// It decides nothing: the transaction that acts asks ``Credentials/isCurrent(_:in:now:)``, so that a revocation, on
/// this node or another, holds from the next request on.
package final class CredentialCache: Sendable {
    private let known = Locked<[[UInt8]: CredentialPrincipal]>([:])
    private let limit: Int

    /// - Parameter limit: how many are remembered; beyond it all are forgotten and asked for again.
    package init(limit: Int = 10_000) { self.limit = limit }

    package func principal(keyID: String, secret: String) -> CredentialPrincipal? {
        let key = Self.key(keyID, secret)
        return known.withLock { $0[key] }
    }

    package func remember(_ principal: CredentialPrincipal, secret: String) {
        let key = Self.key(principal.id, secret)
        known.withLock { known in
            if known.count >= limit { known.removeAll(keepingCapacity: true) }
            known[key] = principal
        }
    }

    /// After ``Credentials/isCurrent(_:in:now:)`` said no.
    package func forget(_ principal: CredentialPrincipal) {
        known.withLock { known in known = known.filter { $0.value.id != principal.id } }
    }

    private static func key(_ keyID: String, _ secret: String) -> [UInt8] {
        Digest.sha256(Array((keyID + "\u{0}" + secret).utf8))
    }
}

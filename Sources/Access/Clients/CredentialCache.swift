import Cryptography
import Values

/// Credentials that were good a moment ago, so that a request can be read before its one transaction begins.
///
/// It decides nothing: the transaction that acts asks ``Credentials/standing(of:in:now:)``, so that a revocation, on
/// this node or another, holds from the next request on.
package final class CredentialCache: Sendable {
    private let known = Locked<[[UInt8]: CredentialPrincipal]>([:])
    private let limit: Int

    /// - Parameter limit: how many are remembered; beyond it all are forgotten and asked for again.
    package init(limit: Int = 10_000) { self.limit = limit }

    /// - Parameter shown: name and secret in the form in which they came.
    package func principal(shown: String) -> CredentialPrincipal? {
        let key = Digest.sha256(shown.utf8)
        return known.withLock { $0[key] }
    }

    package func remember(_ principal: CredentialPrincipal, shown: String) {
        let key = Digest.sha256(shown.utf8)
        known.withLock { known in
            if known.count >= limit { known.removeAll(keepingCapacity: true) }
            known[key] = principal
        }
    }

    /// After ``Credentials/standing(of:in:now:)`` told that it changed or ended.
    package func forget(_ principal: CredentialPrincipal) {
        known.withLock { known in known = known.filter { $0.value.id != principal.id } }
    }
}

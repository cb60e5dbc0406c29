import Cryptography
package import LTI
package import Values

/// A login that waits for its launch, as it is stored: hashes only.
package struct LoginState: Sendable {
    package let registration: UUID16
    /// SHA-256 of the nonce.
    package let nonceHash: [UInt8]
    /// SHA-256 of what the browser's cookie holds.
    package let browserHash: [UInt8]
    package let targetLinkURI: String
    /// The initiation's parameters, so that the login can begin anew in another window.
    package let initiation: URLEncodedForm
    /// The platform's frame that keeps the proof where no cookie can; nil when it has none.
    package let storageTarget: String?
    /// Where in the browser the login began; in a frame the tab itself may keep the proof.
    package let place: LoginPlace
    package let expiresAt: Instant
    package let isUsed: Bool

    /// Seconds that a login waits for its launch (LTI-STATE-04).
    package static let lifetime: Int64 = 600

    /// What the validation of the launch needs to know.
    /// - Parameter browserProof: the value of this login's cookie; nil when the browser sent none.
    package func facts(browserProof: String?, now: Instant) -> LoginFacts {
        if isUsed { return .used }
        if now >= expiresAt { return .expired }
        guard let browserProof else { return .browserUnproven }
        guard constantTimeEqual(Digest.sha256(Array(browserProof.utf8)), browserHash) else { return .foreignBrowser }
        return .open(nonceHash: nonceHash, targetLinkURI: targetLinkURI)
    }
}

/// The secrets of a login that begins; they leave the service and only their hashes stay.
package struct LoginSecrets: Sendable {
    package let state: String
    package let nonce: String
    /// The cookie's value.
    package let browserProof: String

    package init(world: World) {
        state = world.newSecret()
        nonce = world.newSecret()
        browserProof = world.newSecret()
    }

    /// Under which a platform's page keeps the proof: each login has its own, so that two at once don't mix.
    package static func storageKey(state: String) -> String { "lti_state_" + state }

    /// The cookie that binds a login to its browser; each login has its own, so that two at once don't mix.
    package static func cookieName(state: String) -> String {
        "__Host-s-" + Hexadecimal.encode(Digest.sha256(Array(state.utf8)).prefix(8))
    }
}

package import LTI
package import OutboundHTTP

/// Why a call to a platform's service came to nothing. The texts hold no tokens.
package enum PlatformCallError: Error, Sendable, CustomStringConvertible {
    case unreachable(OutboundError)
    /// The token endpoint said no.
    case tokenRefused(TokenResponse.Refusal)
    /// The platform granted less than the call takes.
    case scopeMissing(String)
    case status(Int, body: String, retryAfter: Int?)
    /// The answer isn't what the service's standard says.
    case unreadable(String)
    /// A page or an item that lies on another origin than its service.
    case foreignOrigin

    /// Whether the same call may succeed later without anybody's doing.
    package var isTransient: Bool {
        switch self {
        case .unreachable(let error): error.isTransient
        case .tokenRefused(let refusal): refusal.isTransient
        case .status(let status, _, _): status >= 500 || status == 429 || status == 408 || status == 401
        case .scopeMissing, .unreadable, .foreignOrigin: false
        }
    }

    /// Seconds that the platform asked us to wait.
    package var retryAfter: Int? { if case .status(_, _, let seconds) = self { seconds } else { nil } }

    package var description: String {
        switch self {
        case .unreachable(let error): "unreachable: \(error)"
        case .tokenRefused(let refusal):
            "token refused: \(refusal.code)" + (refusal.explanation.map { " (\($0))" } ?? "")
        case .scopeMissing(let scope): "the platform doesn't grant \(scope)"
        case .status(let status, let body, _): "status \(status)" + (body.isEmpty ? "" : ": \(body)")
        case .unreadable(let what): "unreadable: \(what)"
        case .foreignOrigin: "an address on another host"
        }
    }
}

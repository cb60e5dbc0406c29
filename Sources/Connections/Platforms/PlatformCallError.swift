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
    /// The answer isn't what the service's standard says, such as a page that tells of maintenance.
    case unreadable(String)
    /// More pages than there can be.
    case endless
    /// A page or an item that lies on another origin than its service.
    case foreignOrigin

    /// Seconds to wait at least after a fault that passes by itself but seldom soon: a certificate that ended, our keys out
    /// of the platform's sight, a page in the place of an answer.
    private static let longPause = 900

    /// Whether the same call may succeed later without anybody's doing here.
    package var isTransient: Bool {
        switch self {
        case .unreachable(let error): error.isTransient || error.code == .insecure
        case .tokenRefused(let refusal): refusal.isTransient
        case .status(let status, let body, _):
            status >= 500 || [401, 408, 425, 429].contains(status) || status == 403 && Self.isRateLimit(body)
        case .unreadable: true
        case .scopeMissing, .foreignOrigin, .endless: false
        }
    }

    /// Seconds to wait at least: those that the platform asked for, or ours where the fault lasts.
    package var retryAfter: Int? {
        switch self {
        case .status(_, _, let seconds): return seconds
        case .unreachable(let error): return error.code == .insecure ? Self.longPause : nil
        case .tokenRefused(let refusal): return refusal.lasts ? Self.longPause : nil
        case .unreadable: return Self.longPause
        case .scopeMissing, .foreignOrigin, .endless: return nil
        }
    }

    /// Canvas refuses who calls too often with 403 and these words.
    private static func isRateLimit(_ body: String) -> Bool { body.lowercased().contains("rate limit exceeded") }

    package var description: String {
        switch self {
        case .unreachable(let error): "unreachable: \(error)"
        case .tokenRefused(let refusal):
            "token refused: \(refusal.code)" + (refusal.explanation.map { " (\($0))" } ?? "")
        case .scopeMissing(let scope): "the platform doesn't grant \(scope)"
        case .status(let status, let body, _): "status \(status)" + (body.isEmpty ? "" : ": \(body)")
        case .unreadable(let what): "unreadable: \(what)"
        case .endless: "the pages don't end"
        case .foreignOrigin: "an address on another host"
        }
    }
}

import JSON
public import Values

/// A token endpoint's answer (RFC 6749 §5), read whatever its `Content-Type` says.
public enum TokenResponse: Sendable {
    case granted(Grant)
    case refused(Refusal)

    public struct Grant: Sendable {
        /// Opaque.
        public let accessToken: Secret<String>
        /// Seconds; 3,600 where the platform doesn't say.
        public let lifetime: Int64
        /// Those granted; nil where the platform doesn't say, and then what was asked for holds.
        public let scopes: [String]?
    }

    public struct Refusal: Sendable, Equatable {
        /// Such as `invalid_client`; `unreadable` when the body isn't what RFC 6749 §5.2 describes.
        public let code: String
        /// The platform's words, at most 300 characters.
        public let explanation: String?
        /// Whether trying again with the same registration can help.
        public let isTransient: Bool
        /// Whether what passes by itself may take a while: our keys couldn't be read, or a page tells of maintenance.
        public var lasts: Bool { ["invalid_client", "unreadable"].contains(code) }
    }

    /// - Parameter scopes: what was asked for.
    public init(status: Int, body: [UInt8]) {
        let root = (try? JSONDocument(parsing: body, limits: JSONLimits(bytes: 1 << 20, depth: 16)))?.root
        if status == 200 || status == 201, let root, let token = root.text("access_token"),
            root["token_type"]?.string.map({ $0.lowercased() == "bearer" }) ?? true
        {
            let seconds = root["expires_in"].flatMap { $0.integer ?? $0.string.flatMap { Int64($0) } }
            let scopes = root.text("scope").map { $0.split(separator: " ").map(String.init) }
            self = .granted(Grant(accessToken: Secret(token), lifetime: max(0, seconds ?? 3_600), scopes: scopes))
            return
        }
        let code = root?.text("error").map { String($0.prefix(64)) } ?? Self.codeIn(body) ?? "unreadable"
        let words = root?.text("error_description").map { String($0.prefix(300)) }
        // A platform that can't read our keys for a minute says invalid_client too.
        let passes = status >= 500 || status == 429 || ["invalid_client", "unreadable"].contains(code)
        self = .refused(Refusal(code: code, explanation: words, isTransient: passes))
    }

    /// One of RFC 6749's codes in a body that isn't JSON, as some platforms send.
    private static func codeIn(_ body: [UInt8]) -> String? {
        let text = String(decoding: body.prefix(4_096), as: UTF8.self)
        let codes = [
            "invalid_client", "invalid_scope", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
            "invalid_request",
        ]
        return codes.first(where: text.contains)
    }
}

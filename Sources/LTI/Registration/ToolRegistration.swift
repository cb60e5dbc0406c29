public import JSON

/// What a tool tells a platform at which it registers (LTI Dynamic Registration 1.0 §3.5.2, RFC 7591 §2).
public struct ToolRegistration: Sendable {
    /// The member that holds what is LTI's own.
    public static let member = "https://purl.imsglobal.org/spec/lti-tool-configuration"

    public var name: String
    /// By language tag; `client_name#fr` and so on (OpenID Connect Registration 1.0 §2.1).
    public var localizedNames: [(language: String, name: String)] = []
    public var description: String
    public var loginURL: String
    public var redirectURIs: [String]
    public var jwksURL: String
    public var targetLinkURL: String
    /// Without scheme.
    public var domain: String
    public var logoURL: String?
    public var scopes: [String]
    /// The claims about people that the tool wants beside `iss` and `sub`.
    public var identityClaims: [String]
    public var messages: [Message]
    /// With every launch of every link (LTI Core 1.3 §5.4.6).
    public var customParameters: [(name: String, value: String)] = []

    public struct Message: Sendable {
        public var type: MessageType
        public var label: String
        public var roles: [String]
        /// The type as the platform names it.
        public var name: String
        /// Where it can be opened (Dynamic Registration 1.0 §3.5.2); empty leaves that to the platform.
        public var placements: [String] = []

        public init(_ type: MessageType, label: String, roles: [String] = [], name: String? = nil) {
            self.type = type
            self.name = name ?? type.rawValue
            self.label = label
            self.roles = roles
        }
    }

    public init(
        name: String, description: String, loginURL: String, redirectURIs: [String], jwksURL: String,
        targetLinkURL: String, domain: String, scopes: [String], identityClaims: [String], messages: [Message]
    ) {
        self.name = name
        self.description = description
        self.loginURL = loginURL
        self.redirectURIs = redirectURIs
        self.jwksURL = jwksURL
        self.targetLinkURL = targetLinkURL
        self.domain = domain
        self.scopes = scopes
        self.identityClaims = identityClaims
        self.messages = messages
    }

    public var node: JSONNode {
        let names = localizedNames.map { ("client_name#" + $0.language, JSONNode.string($0.name) as JSONNode?) }
        let head: [(String, JSONNode?)] = [
            ("application_type", .string("web")),
            ("grant_types", .array([.string("client_credentials"), .string("implicit")])),
            ("response_types", .array([.string("id_token")])),
            ("redirect_uris", .array(redirectURIs.map(JSONNode.string))),
            ("initiate_login_uri", .string(loginURL)), ("client_name", .string(name)),
        ]
        let tail: [(String, JSONNode?)] = [
            ("jwks_uri", .string(jwksURL)), ("logo_uri", logoURL.map(JSONNode.string)),
            ("token_endpoint_auth_method", .string("private_key_jwt")),
            ("scope", .string(scopes.joined(separator: " "))),
            (Self.member, tool),
        ]
        return .compactObject(head + names + tail)
    }

    private var tool: JSONNode {
        let custom = JSONNode.object(customParameters.map { ($0.name, .string($0.value)) })
        return .compactObject([
            ("domain", .string(domain)), ("description", .string(description)),
            ("target_link_uri", .string(targetLinkURL)),
            ("custom_parameters", customParameters.isEmpty ? Optional.none : custom),
            ("claims", .array((["iss", "sub"] + identityClaims).map(JSONNode.string))),
            ("messages", .array(messages.map(node))),
        ])
    }

    private func node(_ message: Message) -> JSONNode {
        .compactObject([
            ("type", .string(message.name)), ("target_link_uri", .string(targetLinkURL)),
            ("label", .string(message.label)),
            (
                "placements",
                message.placements.isEmpty ? Optional.none : .array(message.placements.map(JSONNode.string))
            ),
            ("roles", message.roles.isEmpty ? Optional.none : .array(message.roles.map(JSONNode.string))),
        ])
    }
}

/// What the platform granted (LTI Dynamic Registration 1.0 §3.6, RFC 7591 §3.2.1).
public struct RegistrationGrant: Sendable {
    public let clientID: String
    public let deploymentID: String?
    /// Nil when the answer doesn't say; then what was asked for counts.
    public let scopes: [String]?
    /// Where the registration can be changed later, and with what.
    public let updateURL: String?
    public let updateToken: String?

    /// Nil without a client id.
    public init?(_ value: JSONValue) {
        guard let client = value.text("client_id") else { return nil }
        clientID = client
        deploymentID = value[ToolRegistration.member]?.text("deployment_id")
        scopes = value["scope"]?.string.map { $0.split(separator: " ").map(String.init) }
        updateURL = value.text("registration_client_uri")
        updateToken = value.text("registration_access_token")
    }
}

/// A platform's refusal, in the shape of RFC 7591 §3.2.2 or one of those that platforms send instead, such as the plain
/// text of Moodle.
public struct RegistrationRefusal: Error, Sendable, Equatable {
    public let status: Int
    /// Such as `invalid_client_metadata`; empty when the platform gave none.
    public let code: String
    public let explanation: String

    public init(status: Int, body: [UInt8]) {
        self.status = status
        let root = (try? JSONDocument(parsing: body))?.root
        code = String((root?["error"]?.string ?? "").prefix(64))
        let listed = root?["errors"].map { errors in
            errors.elements.compactMap { $0.string ?? $0["message"]?.string ?? $0["field"]?.string }
        }
        let words = root?["error_description"]?.string ?? root?["message"]?.string ?? listed?.joined(separator: "; ")
        explanation = String((words ?? (root == nil ? Self.plainText(body) : "")).prefix(500))
    }

    /// The body where it is words for people; empty for pages and anything else.
    private static func plainText(_ body: [UInt8]) -> String {
        guard body.count <= 2_000, let text = String(validating: body, as: UTF8.self), !text.contains("<") else {
            return ""
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

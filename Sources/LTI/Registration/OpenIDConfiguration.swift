public import JSON
import Values

/// What a platform says of itself to a tool that registers (LTI Dynamic Registration 1.0 §3.4, OpenID Connect Discovery
/// 1.0 §3).
public struct OpenIDConfiguration: Sendable {
    public let issuer: String
    public let authorizationEndpoint: String
    public let tokenEndpoint: String
    public let jwksURI: String
    public let registrationEndpoint: String
    /// The `aud` of our assertions where it isn't the token endpoint.
    public let authorizationServer: String?
    /// Nil when the platform doesn't say.
    public let scopes: [String]?
    public let claims: [String]?
    /// The types of messages that the platform sends, listed as objects or, by Moodle before 4.3, as plain names; nil when
    /// it doesn't say.
    public let messages: [String]?
    /// Where each type of message may be opened, as far as the platform says (Dynamic Registration 1.0 §3.4).
    public let placements: [String: [String]]
    /// The substitution variables that it knows.
    public let variables: [String]
    public let productFamilyCode: String?
    public let version: String?

    private static let platformMember = "https://purl.imsglobal.org/spec/lti-platform-configuration"

    /// - Throws: every required member that is missing or no URL, by name.
    public init(_ value: JSONValue) throws(Faults) {
        var missing: [String] = []
        func url(_ name: String) -> String {
            guard let text = value.text(name), WebAddress(text)?.isLinkable == true else {
                missing.append(name)
                return ""
            }
            return text
        }
        issuer = value.text("issuer") ?? ""
        if issuer.isEmpty { missing.append("issuer") }
        authorizationEndpoint = url("authorization_endpoint")
        tokenEndpoint = url("token_endpoint")
        jwksURI = url("jwks_uri")
        registrationEndpoint = url("registration_endpoint")
        authorizationServer = value.text("authorization_server")
        func list(_ value: JSONValue?) -> [String]? { value.map { $0.elements.compactMap(\.string) } }
        scopes = list(value["scopes_supported"])
        claims = list(value["claims_supported"])
        let platform = value[Self.platformMember]
        messages = platform?["messages_supported"].map { $0.elements.compactMap { $0["type"]?.string ?? $0.string } }
        var placements: [String: [String]] = [:]
        for message in platform?["messages_supported"].map({ Array($0.elements) }) ?? [] {
            guard let type = message["type"]?.string, let places = list(message["placements"]) else { continue }
            placements[type, default: []] += places
        }
        self.placements = placements
        variables = list(platform?["variables"]) ?? []
        productFamilyCode = platform?.text("product_family_code")
        version = platform?.text("version")
        guard missing.isEmpty else { throw Faults(missing: missing) }
    }

    public struct Faults: Error, Sendable, Equatable {
        public let missing: [String]
    }

    /// The privacy launch by the platform's own name of it; nil where it doesn't say that it sends one.
    public var privacyMessage: String? { messages?.first { MessageType(name: $0) == .dataPrivacy } }

    public func sends(_ message: String) -> Bool { messages?.contains(message) ?? true }
}

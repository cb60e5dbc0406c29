import JOSE
import JSON
public import Values

/// What a launch brought, for those who look for its fault: names of claims and values that tell nobody who launched.
public struct LaunchReceipt: Sendable, Hashable {
    public struct Line: Sendable, Hashable {
        public let name: String
        /// Shortened; `sent` for what is about a person or a secret.
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public let lines: [Line]

    public init(lines: [Line]) { self.lines = lines }

    /// - Parameter isSigned: whether the signature is the platform's; without it the claims say nothing and are left out.
    public init(_ launch: UnverifiedLaunch, isSigned: Bool) {
        var lines = [
            Line(name: "alg", value: launch.token.header.alg), Line(name: "kid", value: launch.keyID ?? "missing"),
        ]
        let document = try? JSONDocument(parsing: launch.token.payload, limits: launchJSONLimits)
        if isSigned, let root = document?.root {
            lines += root.members.map { Line(name: Self.short($0.name), value: Self.masked($0.name, $0.value)) }
        }
        self.lines = Array(lines.prefix(60))
    }

    /// - Parameter login: the parameters of a login that was refused. Nothing in them is signed: they say who claims to send.
    public init(login: URLEncodedForm) {
        let plain: Set = ["iss", "client_id", "lti_deployment_id", "lti_storage_target"]
        lines = login.fields.prefix(20).map { field in
            let name = Self.short(field.name)
            if plain.contains(field.name) { return Line(name: name, value: String(field.value.prefix(300))) }
            guard field.name == "target_link_uri" else { return Line(name: name, value: "sent") }
            return Line(name: name, value: Self.address(field.value))
        }
    }

    /// Claims whose values are the platform's own and nobody's.
    private static let plain: Set<String> = [
        "iss", "aud", "azp", "iat", "exp", "nbf", ClaimName.messageType, ClaimName.version, ClaimName.deploymentID,
        ClaimName.roles, ClaimName.notice, ClaimName.originContexts,
    ]

    private static func short(_ name: String) -> String {
        String(name.replacing("https://purl.imsglobal.org/spec/", with: "").prefix(120))
    }

    private static func masked(_ name: String, _ value: JSONValue) -> String {
        if plain.contains(name) { return String(value.rawText.prefix(300)) }
        switch value.kind {
        case .object:
            return "{ " + value.members.map { String($0.name.prefix(60)) }.joined(separator: ", ") + " }"
        case .array: return "list of \(value.count)"
        case .string where name == ClaimName.targetLinkURI:
            return address(value.string ?? "")
        case .null: return "null"
        default: return "sent"
        }
    }

    /// An address without what may name somebody.
    private static func address(_ url: String) -> String {
        String(url.prefix { $0 != "?" && $0 != "#" }.prefix(300))
    }
}

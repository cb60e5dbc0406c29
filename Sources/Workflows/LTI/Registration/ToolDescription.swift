import Connections
package import JSON
import LTI
import Values

/// How this service describes itself to platforms: by dynamic registration, and in the documents for those that want one
/// pasted.
package struct ToolDescription: Sendable {
    private let settings: ServiceSettings

    package init(_ settings: ServiceSettings) { self.settings = settings }

    package static let name = "Lectern"
    private static let words = "Courses in cohorts: lessons, progress, and grades sent home."
    /// What the services take, each for what it does.
    static let scopes = [
        GradeScope.lineItem, GradeScope.score, GradeScope.resultReadOnly, NamesAndRolesClaim.scope,
        CourseGroupsClaim.scope,
    ]
    /// Canvas refuses a document with a scope that it doesn't know.
    private static let canvasScopes = scopes.filter { $0 != CourseGroupsClaim.scope }
    static let people = ["name", "given_name", "family_name", "email"]

    package var keysURL: String { settings.publicURL + "/.well-known/jwks.json" }
    package var registrationURL: String { settings.publicURL + "/lti/register" }
    package var domain: String {
        String(settings.publicURL.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? "")
    }

    /// What is asked for of a platform: nothing that it doesn't offer; all but notices where it doesn't say, since those that
    /// name nothing know nothing of notices (LTI-PNS-02).
    static func scopes(offered: [String]?) -> [String] {
        guard let offered else { return scopes }
        return (scopes + [NotificationServiceClaim.scope]).filter(offered.contains)
    }

    /// Asks for nothing that the platform doesn't offer, and for no names where they aren't kept.
    func registration(for platform: OpenIDConfiguration, keepsProfiles: Bool) -> ToolRegistration {
        let places = ToolPlacements(platform)
        var messages = [ToolRegistration.Message(.resourceLink, label: Self.name)]
        messages[0].placements = places.ofLinks
        if platform.sends(MessageType.deepLinking.rawValue) {
            var picker = ToolRegistration.Message(
                .deepLinking, label: "Add " + Self.name + " content", roles: Self.teachers)
            picker.placements = places.ofPicker
            messages.append(picker)
        }
        if platform.messages?.contains(MessageType.submissionReview.rawValue) == true {
            messages.append(.init(.submissionReview, label: Self.name))
        }
        if let name = platform.privacyMessage {
            messages.append(.init(.dataPrivacy, label: Self.name + " privacy", name: name))
        }
        var tool = ToolRegistration(
            name: Self.name, description: Self.words, loginURL: settings.loginURL,
            redirectURIs: [settings.launchURL], jwksURL: keysURL, targetLinkURL: settings.launchURL, domain: domain,
            scopes: Self.scopes(offered: platform.scopes),
            identityClaims: keepsProfiles ? Self.people : [], messages: messages)
        tool.localizedNames = ["fr", "ar"].map { ($0, Self.name) }
        tool.customParameters = custom
        return tool
    }

    /// What a platform holds of us, brought up to date: its members that aren't ours to say stay as they are.
    func replacement(
        of there: JSONNode, clientID: String, keepsProfiles: Bool, keysURL: String, scopes wanted: [String]
    ) -> JSONNode {
        var scopes: [String] = []
        if case .string(let held)? = there["scope"] { scopes = held.split(separator: " ").map(String.init) }
        scopes += wanted.filter { !scopes.contains($0) }
        var ours: [(String, JSONNode)] = [
            ("client_id", .string(clientID)), ("client_name", .string(Self.name)), ("jwks_uri", .string(keysURL)),
            ("initiate_login_uri", .string(settings.loginURL)),
            ("redirect_uris", [.string(settings.launchURL)]),
            ("scope", .string(scopes.joined(separator: " "))),
        ]
        let configuration: [(String, JSONNode)] = [
            ("domain", .string(domain)), ("target_link_uri", .string(settings.launchURL)),
            ("custom_parameters", .object(custom.map { ($0.name, .string($0.value)) })),
            ("claims", .array((["iss", "sub"] + (keepsProfiles ? Self.people : [])).map(JSONNode.string))),
        ]
        ours.append(
            (ToolRegistration.member, (there[ToolRegistration.member] ?? .object([])).replacing(configuration)))
        let ofTheirs = ["registration_access_token", "registration_client_uri", "client_id_issued_at"]
        guard case .object(let members) = there.replacing(ours) else { return .object(ours) }
        return .object(members.filter { !ofTheirs.contains($0.0) })
    }

    private static let teachers = [
        "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
        "http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper",
        "http://purl.imsglobal.org/vocab/lis/v2/membership#Administrator",
    ]

    /// By which copied links find where they came from.
    private var custom: [(name: String, value: String)] {
        [
            (LinkBindings.historyParameter, "$ResourceLink.id.history"),
            (LinkBindings.contextHistoryParameter, "$Context.id.history"),
            (LinkBindings.groupsParameter, CourseGroupsClaim.variable),
        ]
    }

    /// The document that Canvas takes by URL for an LTI key.
    package var canvas: JSONNode {
        let kinds = [
            ("course_navigation", "LtiResourceLinkRequest"), ("assignment_selection", "LtiDeepLinkingRequest"),
            ("link_selection", "LtiDeepLinkingRequest"),
        ]
        let placements = kinds.map { kind -> JSONNode in
            [
                "placement": .string(kind.0), "message_type": .string(kind.1),
                "target_link_uri": .string(settings.launchURL), "text": .string(Self.name),
            ]
        }
        let shown: JSONNode = ["text": .string(Self.name), "placements": .array(placements)]
        let canvas: JSONNode = [
            "platform": "canvas.instructure.com", "domain": .string(domain), "privacy_level": "public",
            "settings": shown,
        ]
        return [
            "title": .string(Self.name), "description": .string(Self.words),
            "oidc_initiation_url": .string(settings.loginURL), "target_link_uri": .string(settings.launchURL),
            "public_jwk_url": .string(keysURL),
            "scopes": .array((Self.canvasScopes + [NotificationServiceClaim.scope]).map(JSONNode.string)),
            "custom_fields": .object(custom.map { ($0.name, .string($0.value)) }), "extensions": .array([canvas]),
        ]
    }

    /// What an administrator types into a platform, by the platform's own names of the fields.
    package func fields(of platform: PlatformKind) -> [(field: String, value: String)] {
        let (login, launch, keys) = (settings.loginURL, settings.launchURL, keysURL)
        switch platform {
        case .moodle:
            return [
                ("Tool URL", registrationURL), ("Initiate login URL", login), ("Redirection URI(s)", launch),
                ("Public keyset", keys), ("Public key type", "Keyset URL"), ("LTI version", "LTI 1.3"),
            ]
        case .canvas:
            return [
                ("Method", "Enter URL"), ("JSON URL", settings.publicURL + "/lti/config/canvas.json"),
                ("Redirect URIs", launch),
            ]
        case .blackboard:
            return [
                ("Login Initiation URL", login), ("Tool Redirect URL(s)", launch), ("Tool JWKS URL", keys),
                ("Signing Algorithm", "RS256"), ("Custom Parameters", parameters),
            ]
        case .d2l:
            return [
                ("Tool Initiation Registration Endpoint", registrationURL), ("Domain", "https://" + domain),
                ("Redirect URLs", launch), ("OpenID Connect Login URL", login), ("Target Link URI", launch),
                ("Keyset URL", keys),
            ]
        case .openEdX:
            return [
                ("LTI Version", "LTI 1.3"), ("Tool Launch URL", launch), ("Registered Redirect URIs", launch),
                ("Tool Initiate Login URL", login), ("Tool Public Key Mode", "Keyset URL"), ("Tool Keyset URL", keys),
                ("Deep Linking Launch URL", launch),
            ]
        }
    }

    private var parameters: String { custom.map { $0.name + "=" + $0.value }.joined(separator: " ") }
}

extension JSONNode {
    /// The object with some members replaced or added.
    fileprivate func replacing(_ changes: [(String, JSONNode)]) -> JSONNode {
        guard case .object(let members) = self else { return .object(changes) }
        let names = Set(changes.map(\.0))
        return .object(members.filter { !names.contains($0.0) } + changes)
    }
}

/// The kinds of platforms for which there is a page of their own.
package enum PlatformKind: String, Sendable, CaseIterable {
    case moodle, canvas, blackboard, d2l
    case openEdX = "openedx"

    package var name: String {
        switch self {
        case .moodle: "Moodle"
        case .canvas: "Canvas"
        case .blackboard: "Blackboard"
        case .d2l: "D2L Brightspace"
        case .openEdX: "Open edX"
        }
    }

    /// Whether its administrators can connect by one address alone.
    package var registersByItself: Bool { self == .moodle || self == .canvas || self == .d2l }
}

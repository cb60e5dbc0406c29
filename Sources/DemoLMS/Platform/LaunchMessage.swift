import Cryptography
import JOSE
import JSON
import Values

/// The `id_token` of a launch (LTI Core 1.3 §5, Deep Linking 2.0 §4.4, Security Framework §5.1.2).
struct LaunchMessage {
    private static let claim = "https://purl.imsglobal.org/spec/lti/claim/"

    var platform: DemoPlatform
    var tool: RegisteredTool
    var launch: DemoPlatform.PendingLaunch
    var nonce: String
    var lineItem: Gradebook.LineItem?
    /// The ids of the groups of who launches.
    var groups: [String] = []
    var settingsChanges: [(name: String, value: JSONNode?)] = []

    func token(signedBy key: PrivateKey, tampering: LaunchTampering) throws -> String {
        if let raw = tampering.rawToken { return raw }
        var claims = claims(now: platform.world.now())
        for change in tampering.claims {
            claims.removeAll { $0.0 == change.name }
            if let value = change.value { claims.append((change.name, value)) }
        }
        return try TokenForgery(publicKey: key.publicKey).sign(claims, with: key, tampering: tampering)
    }

    private func claims(now: Instant) -> [(String, JSONNode)] {
        let profile = platform.profile
        let person = launch.person
        let audience: JSONNode = profile.audienceIsArray ? .array([.string(tool.clientID)]) : .string(tool.clientID)
        var claims: [(String, JSONNode)] = [
            ("iss", .string(platform.issuer)), ("aud", audience), ("sub", .string(person.id)),
            ("iat", .number(String(now.unixSeconds))),
            ("exp", .number(String(now.unixSeconds + profile.idTokenLifetime))), ("nonce", .string(nonce)),
            (Self.claim + "version", "1.3.0"),
            (Self.claim + "deployment_id", .string(profile.deploymentID)),
            (Self.claim + "target_link_uri", .string(launch.target)),
            (Self.claim + "roles", roles),
            (
                Self.claim + "context",
                launch.link?.context?.node ?? [
                    "id": .string(platform.contextID), "label": "SAFE-42", "title": "Working safely",
                    "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
                ]
            ),
            (
                Self.claim + "tool_platform",
                [
                    "guid": .string("demo-lms-" + profile.name), "name": "Demo LMS", "version": "1",
                    "product_family_code": .string(profile.name),
                ]
            ),
            (
                Self.claim + "launch_presentation",
                [
                    "document_target": "iframe", "return_url": .string(platform.pagesURL + "/"),
                    "locale": .string(person.locale),
                ]
            ),
            (
                "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
                [
                    "context_memberships_url": .string(platform.rosterURL(of: launch.link)),
                    "service_versions": ["1.0", "2.0"],
                ]
            ),
        ]
        if profile.offersGroups {
            claims.append(
                (
                    "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice",
                    [
                        "scope": [.string(ServiceScope.groups)], "context_groups_url": .string(platform.groupsURL),
                        "context_group_sets_url": .string(platform.groupsURL + "/sets"), "service_versions": ["1.0"],
                    ]
                ))
        }
        claims += message
        if profile.sendsNotices { claims.append((Self.claim + "platformnotificationservice", notices)) }
        if profile.sendsAuthorizedParty { claims.append(("azp", .string(tool.clientID))) }
        if profile.sendsNameAndEmail {
            claims += [
                ("name", .string(person.name)), ("given_name", .string(person.givenName)),
                ("family_name", .string(person.familyName)), ("email", .string(person.email)),
            ]
        }
        return claims
    }

    /// What depends on the kind of message.
    private var message: [(String, JSONNode)] {
        switch launch.message {
        case .resourceLink(let link):
            [
                (Self.claim + "message_type", "LtiResourceLinkRequest"),
                (Self.claim + "resource_link", ["id": .string(link.id), "title": .string(link.title)]),
                (Self.claim + "custom", .object(link.custom.map { ($0.name, value($0.value, of: link)) })),
                ("https://purl.imsglobal.org/spec/lti-ags/claim/endpoint", gradeServices),
            ]
        case .deepLinking:
            [
                (Self.claim + "message_type", "LtiDeepLinkingRequest"),
                (
                    "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings",
                    .object(deepLinkingSettings)
                ),
            ]
        case .submissionReview(_, let user, let link):
            [
                (Self.claim + "message_type", "LtiSubmissionReviewRequest"),
                (Self.claim + "for_user", ["user_id": .string(user)]),
                ("https://purl.imsglobal.org/spec/lti-ags/claim/endpoint", gradeServices),
            ] + (link.map { [(Self.claim + "resource_link", ["id": .string($0.id)])] } ?? [])
        case .dataPrivacy(let user):
            [
                (Self.claim + "message_type", "DataPrivacyLaunchRequest"),
                (Self.claim + "for_user", ["user_id": .string(user)]),
            ]
        }
    }

    /// A custom parameter with its variable resolved (LTI Core 1.3 §B); an unknown one stays as it is.
    private func value(_ text: String, of link: DemoLink) -> JSONNode {
        switch text {
        case "$ResourceLink.id": .string(link.id)
        case "$Membership.course.groupIds":
            platform.profile.resolvesGroups ? .string(groups.joined(separator: ",")) : .string(text)
        case "$ResourceLink.id.history":
            platform.profile.knowsHistory ? .string(link.history.joined(separator: ",")) : .string(text)
        case "$Context.id.history":
            platform.profile.knowsHistory
                ? .string(link.context?.history.joined(separator: ",") ?? "") : .string(text)
        default: .string(text)
        }
    }

    private var notices: JSONNode {
        [
            "service_versions": ["1.0"],
            "platform_notification_service_url": .string(platform.noticeHandlersURL),
            "scope": [.string(ServiceScope.noticeHandlers)],
            "notice_types_supported": .array(DemoPlatform.noticeTypes.map(JSONNode.string)),
        ]
    }

    private var roles: JSONNode {
        let context = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
        let institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
        if launch.person.isAdministrator {
            return [
                .string(institution + "Administrator"),
                "http://purl.imsglobal.org/vocab/lis/v2/system/person#AccountAdmin",
            ]
        }
        return launch.person.isInstructor
            ? [.string(context + "Instructor"), .string(institution + "Faculty")]
            : [.string(context + "Learner"), .string(institution + "Student")]
    }

    private var gradeServices: JSONNode {
        var members: [(String, JSONNode)] = [
            (
                "scope",
                .array([
                    .string(ServiceScope.lineItem), .string(ServiceScope.result), .string(ServiceScope.score),
                ])
            ),
            ("lineitems", .string(platform.lineItemsURL)),
        ]
        if let lineItem { members.append(("lineitem", .string(platform.url(of: lineItem)))) }
        return .object(members)
    }
}

extension DemoPlatform {
    nonisolated var lineItemsURL: String {
        baseURL + "/api/lineitems/" + contextID + (profile.lineItemQuery.map { "?" + $0 } ?? "")
    }

    nonisolated func rosterURL(of link: DemoLink?) -> String {
        let own = profile.namesRosterByLink ? link.map { "-" + $0.id } : nil
        return baseURL + "/api/memberships/" + contextID + (own ?? "")
    }

    nonisolated func url(of item: Gradebook.LineItem) -> String {
        baseURL + "/api/lineitems/" + contextID + "/" + item.id + "/lineitem"
            + (profile.lineItemQuery.map { "?" + $0 } ?? "")
    }
}

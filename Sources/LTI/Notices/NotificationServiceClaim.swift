import JSON
import Values

/// The notices that a platform can send, and where to ask for them (Platform Notification Service 1.0).
public struct NotificationServiceClaim: Sendable, Equatable {
    /// Reads and changes the handlers of notices.
    public static let scope = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"

    /// Opaque; it may hold a query.
    public let url: String
    public let versions: [String]
    public let scopes: [String]
    /// As sent; names of ``NoticeType`` and others.
    public let noticeTypes: [String]

    /// Whether handlers may be asked for: without the scope nothing is.
    public var isOffered: Bool { scopes.contains(Self.scope) }

    init?(_ claim: JSONValue, _ warnings: inout [String]) {
        guard let url = claim.text("platform_notification_service_url"), WebAddress(url)?.isLinkable == true else {
            warnings.append("unusable:platformnotificationservice.platform_notification_service_url")
            return nil
        }
        self.url = url
        versions = claim.texts("service_versions")
        scopes = claim.texts("scope")
        noticeTypes = Array(claim.texts("notice_types_supported").filter(\.isShortASCII).prefix(50))
    }
}

/// Names of notices (Platform Notification Service 1.0).
public enum NoticeType {
    /// A course was copied, with what stands in it.
    public static let contextCopy = "LtiContextCopyNotice"
    /// Tries the connection out.
    public static let helloWorld = "LtiHelloWorldNotice"
}

extension JSONValue {
    /// The strings of a member that is a list.
    func texts(_ name: String) -> [String] { self[name].map { $0.elements.compactMap(\.string) } ?? [] }
}

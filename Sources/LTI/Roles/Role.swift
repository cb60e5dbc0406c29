/// One role of LTI Core 1.3 §A.2, read from any of the forms that platforms send.
public struct Role: Sendable, Hashable {
    public enum Scope: String, Sendable { case context, institution, system }

    public let scope: Scope
    /// Such as `Instructor`.
    public let principal: String
    /// Such as `TeachingAssistant`; nil for the principal role itself.
    public let subRole: String?

    private static let membership = "http://purl.imsglobal.org/vocab/lis/v2/membership"
    private static let institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
    private static let system = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"
    /// Before the two were told apart (§A.2.1 and §A.2.2, notes).
    private static let deprecated = "http://purl.imsglobal.org/vocab/lis/v2/person#"
    private static let lti11 = [
        ("urn:lti:role:ims/lis/", Scope.context), ("urn:lti:instrole:ims/lis/", .institution),
        ("urn:lti:sysrole:ims/lis/", .system),
    ]

    private static let institutionRoles: Set<String> = [
        "Administrator", "Faculty", "Guest", "None", "Other", "Staff", "Student", "Alumni", "Instructor", "Learner",
        "Member", "Mentor", "Observer", "ProspectiveStudent",
    ]
    private static let systemRoles: Set<String> = [
        "Administrator", "None", "AccountAdmin", "Creator", "SysAdmin", "SysSupport", "User",
    ]

    /// Nil for a role outside the vocabulary, which is no error (LTI Core 1.3 §5.3.7).
    public init?(_ text: String) {
        if let name = text.tail(after: Self.institution), Self.institutionRoles.contains(name) {
            self.init(.institution, name)
        } else if let name = text.tail(after: Self.system), Self.systemRoles.contains(name) {
            self.init(.system, name)
        } else if let name = text.tail(after: Self.deprecated) {
            guard let scope = Self.deprecatedScope(of: name) else { return nil }
            self.init(scope, name)
        } else if let tail = text.tail(after: Self.membership) {
            self.init(membership: tail)
        } else if let (prefix, scope) = Self.lti11.first(where: { text.hasPrefix($0.0) }) {
            self.init(named: String(text.dropFirst(prefix.utf8.count)), scope: scope)
        } else if ContextRole(rawValue: text) != nil {
            self.init(.context, text)
        } else {
            return nil
        }
    }

    private init(_ scope: Scope, _ principal: String, _ subRole: String? = nil) {
        self.scope = scope
        self.principal = principal
        self.subRole = subRole
    }

    /// `#Learner`, or `/Instructor#TeachingAssistant` (§A.2.3.1).
    private init?(membership tail: String) {
        if let name = tail.tail(after: "#"), ContextRole(rawValue: name) != nil {
            self.init(.context, name)
            return
        }
        guard let parts = tail.tail(after: "/")?.split(separator: "#"), parts.count == 2,
            ContextRole(rawValue: String(parts[0])) != nil
        else { return nil }
        self.init(.context, String(parts[0]), String(parts[1]))
    }

    /// `Instructor` or `Instructor/TeachingAssistant` as LTI 1.1 wrote them.
    private init?(named text: String, scope: Scope) {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard let name = parts.first, scope != .context || ContextRole(rawValue: name) != nil else { return nil }
        self.init(scope, name, parts.count == 2 ? parts[1] : nil)
    }

    private static func deprecatedScope(of name: String) -> Scope? {
        switch name {
        case "SysAdmin", "SysSupport", "Creator", "AccountAdmin", "User": .system
        default: institutionRoles.contains(name) ? .institution : nil
        }
    }
}

/// The context roles (LTI Core 1.3 §A.2.3).
public enum ContextRole: String, Sendable, CaseIterable {
    case administrator = "Administrator"
    case contentDeveloper = "ContentDeveloper"
    case instructor = "Instructor"
    case learner = "Learner"
    case mentor = "Mentor"
    case manager = "Manager"
    case member = "Member"
    case officer = "Officer"
}

extension String {
    fileprivate func tail(after prefix: String) -> String? {
        utf8.starts(with: prefix.utf8) ? String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : nil
    }
}

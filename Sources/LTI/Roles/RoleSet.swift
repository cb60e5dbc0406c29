/// The roles of a user in one launch. A context role decides what the user is here; an institution or system role alone
/// gives nothing (LTI Core 1.3 §A.2).
public struct RoleSet: Sendable, Equatable {
    public let roles: [Role]
    /// All of them, as sent.
    public let names: [String]
    /// Those outside the vocabulary, as sent.
    public let unknown: [String]
    /// A preview user (§A.2.4): usable, but kept out of rosters, reports and scores.
    public let isTestUser: Bool

    private static let testUser = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"

    public init(_ names: [String]) {
        var roles: [Role] = []
        var unknown: [String] = []
        for name in names where name != Self.testUser {
            if let role = Role(name) { roles.append(role) } else { unknown.append(name) }
        }
        self.roles = roles
        self.names = names
        self.unknown = unknown
        isTestUser = names.contains(Self.testUser)
    }

    /// What a user may be in a context; the later in the list, the more.
    public enum Standing: String, Sendable, CaseIterable, Comparable {
        /// No role that we know: the least.
        case guest
        case mentor
        case learner
        case assistant
        case contentDeveloper = "content_developer"
        case instructor
        case administrator

        public static func < (a: Standing, b: Standing) -> Bool { a.rank < b.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        /// Teaches or builds the course.
        public var isStaff: Bool { self >= .assistant }
    }

    /// Principal roles, named or inferred from a sub-role (§A.2.3.1).
    public var contextRoles: Set<ContextRole> {
        Set(roles.filter { $0.scope == .context }.compactMap { ContextRole(rawValue: $0.principal) })
    }

    /// The highest context role. A teaching assistant that isn't named an instructor too isn't one.
    public var standing: Standing {
        roles.filter { $0.scope == .context }.map(Self.standing).max() ?? .guest
    }

    /// Runs the platform, or an institution or course on it. For messages that belong to no course: there institution and
    /// system roles count (Data Privacy Launch; §A.2.1, §A.2.2).
    public var isAdministrator: Bool {
        roles.contains { role in
            role.principal == "Administrator"
                || role.scope == .system && ["SysAdmin", "AccountAdmin"].contains(role.principal)
        }
    }

    private static func standing(of role: Role) -> Standing {
        switch ContextRole(rawValue: role.principal) {
        case .administrator: .administrator
        case .instructor: isAssisting(role.subRole) ? .assistant : .instructor
        case .contentDeveloper: .contentDeveloper
        case .learner: .learner
        case .mentor: .mentor
        case .manager, .member, .officer, nil: .guest
        }
    }

    private static func isAssisting(_ subRole: String?) -> Bool {
        guard let subRole else { return false }
        return subRole.hasPrefix("TeachingAssistant") || subRole == "Grader" || subRole == "GuestInstructor"
    }
}

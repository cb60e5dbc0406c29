public import JSON

/// A member of a platform's course, as its roster service names one (NRPS 2.0 §2.2). All but id and roles is optional.
public struct Membership: Sendable {
    /// NRPS 2.0 §2.3.
    public enum Status: String, Sendable, CaseIterable {
        case active = "Active"
        case inactive = "Inactive"
        /// In reports of differences only.
        case deleted = "Deleted"
    }

    /// The same id as a launch's `sub`.
    public let userID: String
    public let roles: RoleSet
    /// Active when the platform doesn't say; nil for a word that isn't the standard's.
    public let status: Status?
    public let name: String?
    public let givenName: String?
    public let familyName: String?
    public let email: String?
    /// The ids of the course groups that they are in; empty unless asked for (Course Groups Service 1.0 §4.3).
    public let groups: [String]
    /// The id of the student information system (§2.2).
    public let personSourcedID: String?
    /// The custom parameters of the link whose list was asked for, resolved for this member (§3.2); nil where the answer
    /// says nothing of a link.
    public let custom: CustomParameters?

    /// Nil without a usable id.
    public init?(_ value: JSONValue) {
        // Some platforms write their ids as numbers.
        guard let id = value["user_id"].flatMap({ $0.string ?? $0.integer.map { String($0) } }), id.isShortASCII else {
            return nil
        }
        userID = id
        roles = RoleSet(value["roles"].map { $0.elements.compactMap(\.string) } ?? [])
        let word = value["status"].flatMap { $0.kind == .null ? nil : $0 }
        status = word.map { $0.string.flatMap(Self.status) } ?? .active
        name = value.text("name")
        givenName = value.text("given_name")
        familyName = value.text("family_name")
        email = value.text("email")
        personSourcedID = value.text("lis_person_sourcedid")
        custom = value["message"].flatMap(Self.custom)
        groups = value["group_enrollments"].map { $0.elements.compactMap { $0.identifier("group_id") } } ?? []
    }

    /// Some platforms write the status in lower case, or as a URI.
    private static func status(_ text: String) -> Status? {
        let word = text.split { $0 == "#" || $0 == "/" }.last.map { $0.lowercased() } ?? ""
        return Status.allCases.first { $0.rawValue.lowercased() == word }
    }
}

/// A page of a roster, with the ways to the next page and to later differences (NRPS 2.0 §2.4.2, §2.4.3).
public struct MembershipPage: Sendable {
    public let contextID: String?
    public let members: [Membership]
    /// Members of whom we can't tell who they are.
    public let unreadable: Int
    /// To be called as it is.
    public let next: String?
    /// Opaque; nil when the platform reports no differences.
    public let differences: String?

    /// Nil for what isn't a membership container.
    public init?(_ value: JSONValue, linkHeaders: [String]) {
        guard let members = value["members"], members.kind == .array else { return nil }
        contextID = value["context"]?.text("id")
        self.members = members.elements.compactMap { Membership($0) }
        unreadable = members.elements.count { Membership($0) == nil }
        next = PagingLink.target("next", in: linkHeaders)
        differences = PagingLink.target("differences", in: linkHeaders)
    }

    private init(contextID: String?, members: [Membership], unreadable: Int, next: String?, differences: String?) {
        self.contextID = contextID
        self.members = members
        self.unreadable = unreadable
        self.next = next
        self.differences = differences
    }

    /// The same page with some of its members.
    public func with(members: [Membership]) -> MembershipPage {
        MembershipPage(
            contextID: contextID, members: members, unreadable: unreadable, next: next, differences: differences)
    }
}

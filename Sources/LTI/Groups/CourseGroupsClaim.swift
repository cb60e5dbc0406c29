import JSON

/// The service for the groups of a course that a launch offers (Course Groups Service 1.0 §3.1).
public struct CourseGroupsClaim: Sendable, Equatable {
    /// Where the groups are listed.
    public let groupsURL: String
    /// Where the sets of groups are listed; nil where the platform has none.
    public let setsURL: String?

    /// The scope that reading groups takes (§3.2).
    public static let scope = "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
    /// The media types to ask for (§4.1, §4.2).
    public static let groupsMediaType = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
    public static let setsMediaType = "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"
    /// A link's custom parameter with this value brings the ids of the user's groups along with each launch.
    public static let variable = "$Membership.course.groupIds"

    /// Nil without a usable URL, without the scope, or when version 1.0 isn't among those that the platform names.
    init?(_ claim: JSONValue, _ warnings: inout [String]) {
        guard let url = serviceURL(claim, "context_groups_url", "groups", &warnings) else { return nil }
        let versions = claim["service_versions"].map { $0.elements.compactMap(\.string) } ?? []
        let scopes = claim["scope"].map { $0.elements.compactMap(\.string) } ?? []
        guard versions.isEmpty || versions.contains("1.0"), scopes.isEmpty || scopes.contains(Self.scope) else {
            return nil
        }
        groupsURL = url
        setsURL = serviceURL(claim, "context_group_sets_url", "groups", &warnings)
    }
}

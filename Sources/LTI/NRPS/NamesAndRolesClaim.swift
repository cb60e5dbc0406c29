import JSON

/// The roster service that a launch offers (NRPS 2.0 §3.6.1.1).
public struct NamesAndRolesClaim: Sendable, Equatable {
    public let membershipsURL: String
    public let serviceVersions: [String]

    /// The scope that reading a roster takes (§3.6.1.2).
    public static let scope = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    /// The media type to ask for (§2.4).
    public static let mediaType = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

    /// Nil without a usable URL, or when version 2.0 isn't among those that the platform names.
    init?(_ claim: JSONValue, _ warnings: inout [String]) {
        guard let url = serviceURL(claim, "context_memberships_url", "nrps", &warnings) else { return nil }
        membershipsURL = url
        serviceVersions = claim["service_versions"].map { $0.elements.compactMap(\.string) } ?? []
        guard serviceVersions.isEmpty || serviceVersions.contains("2.0") else { return nil }
    }
}

import JSON
package import LTI
import OutboundHTTP
import Values

/// The roster service of one platform's course (NRPS 2.0).
package struct RosterService: Sendable {
    /// Pages read of one roster before it counts as endless: 10,000 members at 10 a page.
    static let pageCap = 1_000
    /// How many members a page is asked to have; a wish (§2.4.2).
    package static let pageSize = 100

    private let services: PlatformServices
    private let registration: Registration
    private let deploymentID: String

    package init(_ services: PlatformServices, registration: Registration, deploymentID: String) {
        self.services = services
        self.registration = registration
        self.deploymentID = deploymentID
    }

    /// The address of a full list.
    /// - Parameters:
    ///   - resourceLink: narrows the list to those who may open that link (§3).
    ///   - withGroups: asks for the groups of each member (Course Groups Service 1.0 §4.3).
    package static func fullList(
        _ membershipsURL: String, resourceLink: String? = nil, withGroups: Bool = false
    ) -> String {
        let link = resourceLink.map { [(name: "rlid", value: $0)] } ?? []
        let groups = withGroups ? [(name: "groups", value: "true")] : []
        return ServiceURL.adding(link + groups + [(name: "limit", value: String(pageSize))], to: membershipsURL)
    }

    /// Reads a list page by page, as the platform leads, to its end.
    /// - Parameters:
    ///   - url: a full list, or differences.
    ///   - trusted: the signed address of the service; pages on another origin get no token.
    /// - Returns: where later differences can be read; nil when the platform doesn't say.
    /// - Throws: ``PlatformCallError``, and what `take` throws; what was taken before stays taken.
    package func read(
        _ url: String, trusted: String, take: (MembershipPage) async throws -> Void
    ) async throws -> String? {
        var seen: Set<String> = []
        var differences: String?
        var next: String? = url
        while let url = next {
            guard ServiceURL.sharesOrigin(url, with: trusted) else { throw PlatformCallError.foreignOrigin }
            guard seen.insert(url).inserted, seen.count <= Self.pageCap else {
                throw PlatformCallError.endless
            }
            let page = try await page(url)
            try await take(page)
            differences = page.differences ?? differences
            next = page.next
        }
        return differences
    }

    /// One page.
    /// - Throws: ``PlatformCallError``.
    package func page(_ url: String) async throws -> MembershipPage {
        let request = OutboundRequest(.get, url, headers: [("Accept", NamesAndRolesClaim.mediaType)])
        let response = try await services.send(
            request, as: registration, deploymentID: deploymentID, scope: NamesAndRolesClaim.scope)
        guard let document = try? JSONDocument(parsing: response.body),
            let page = MembershipPage(document.root, linkHeaders: response.values(of: "Link"))
        else { throw PlatformCallError.unreadable("members") }
        return page
    }
}

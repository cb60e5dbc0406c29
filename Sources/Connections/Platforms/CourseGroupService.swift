import JSON
package import LTI
import OutboundHTTP
import Values

/// The service for the groups of one platform's course (Course Groups Service 1.0).
package struct CourseGroupService: Sendable {
    /// Pages read of one list before it counts as endless.
    static let pageCap = 100

    private let services: PlatformServices
    private let registration: Registration
    private let deploymentID: String

    package init(_ services: PlatformServices, registration: Registration, deploymentID: String) {
        self.services = services
        self.registration = registration
        self.deploymentID = deploymentID
    }

    /// All groups (§4.1).
    /// - Throws: ``PlatformCallError``.
    package func groups(at url: String) async throws -> [CourseGroup] {
        try await pages(from: url, accept: CourseGroupsClaim.groupsMediaType, CourseGroup.list)
    }

    /// All sets of groups (§4.2).
    /// - Throws: ``PlatformCallError``.
    package func sets(at url: String) async throws -> [CourseGroupSet] {
        try await pages(from: url, accept: CourseGroupsClaim.setsMediaType, CourseGroupSet.list)
    }

    private func pages<Item>(
        from first: String, accept: String, _ read: (JSONValue) -> [Item]?
    ) async throws -> [Item] {
        var items: [Item] = []
        var seen: Set<String> = []
        var next: String? = first
        while let url = next {
            guard ServiceURL.sharesOrigin(url, with: first) else { throw PlatformCallError.foreignOrigin }
            guard seen.insert(url).inserted, seen.count <= Self.pageCap else {
                throw PlatformCallError.unreadable("the pages don't end")
            }
            let response = try await services.send(
                OutboundRequest(.get, url, headers: [("Accept", accept)]), as: registration,
                deploymentID: deploymentID, scope: CourseGroupsClaim.scope)
            guard let page = try? JSONDocument(parsing: response.body), let list = read(page.root) else {
                throw PlatformCallError.unreadable("groups")
            }
            items += list
            next = PagingLink.target("next", in: response.values(of: "Link"))
        }
        return items
    }
}

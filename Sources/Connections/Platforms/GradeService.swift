package import JSON
package import LTI
import OutboundHTTP
import Values

/// The grade service of one link's platform (AGS 2.0).
package struct GradeService: Sendable {
    /// Pages read of one container before it counts as endless.
    static let pageCap = 100

    private let services: PlatformServices
    private let registration: Registration
    private let deploymentID: String
    /// What the platform offered with the launch.
    private let scopes: [String]

    package init(_ services: PlatformServices, registration: Registration, deploymentID: String, scopes: [String]) {
        self.services = services
        self.registration = registration
        self.deploymentID = deploymentID
        self.scopes = scopes
    }

    /// Posts a score (§3.4).
    /// - Throws: ``PlatformCallError``.
    package func post(_ score: Score, to lineItem: String) async throws {
        guard scopes.contains(GradeScope.score) else { throw PlatformCallError.scopeMissing(GradeScope.score) }
        guard let url = ServiceURL.scores(of: lineItem) else { throw PlatformCallError.unreadable("line item") }
        let request = OutboundRequest(
            .post, url, headers: [("Content-Type", GradeMediaType.score), ("Accept", "application/json")],
            body: score.node.serialized)
        _ = try await services.send(
            request, as: registration, deploymentID: deploymentID, scope: GradeScope.score)
    }

    /// All items of a container that a filter lets through, page by page to the end (§3.2.4).
    package func lineItems(in container: String, filter: [(name: String, value: String)]) async throws -> [LineItem] {
        let offered = [GradeScope.lineItemReadOnly, GradeScope.lineItem].first(where: scopes.contains)
        guard let scope = offered else { throw PlatformCallError.scopeMissing(GradeScope.lineItem) }
        return try await pages(
            from: ServiceURL.adding(filter, to: container), accept: GradeMediaType.lineItemContainer, scope: scope,
            LineItem.list)
    }

    /// The results of a line item, of one user or of all (§3.3).
    package func results(of lineItem: String, user: String? = nil) async throws -> [GradeResult] {
        guard scopes.contains(GradeScope.resultReadOnly) else {
            throw PlatformCallError.scopeMissing(GradeScope.resultReadOnly)
        }
        guard let url = ServiceURL.results(of: lineItem) else { throw PlatformCallError.unreadable("line item") }
        return try await pages(
            from: ServiceURL.adding(user.map { [("user_id", $0)] } ?? [], to: url),
            accept: GradeMediaType.resultContainer, scope: GradeScope.resultReadOnly, GradeResult.list)
    }

    /// Everything from a first page to the last (§3.2.4); the token goes to no other origin than the first one's.
    private func pages<Item>(
        from first: String, accept: String, scope: String, _ read: (JSONValue) -> [Item]?
    ) async throws -> [Item] {
        var items: [Item] = []
        var seen: Set<String> = []
        var next: String? = first
        while let url = next {
            guard ServiceURL.sharesOrigin(url, with: first) else { throw PlatformCallError.foreignOrigin }
            guard seen.insert(url).inserted, seen.count <= Self.pageCap else {
                throw PlatformCallError.endless
            }
            let response = try await services.send(
                OutboundRequest(.get, url, headers: [("Accept", accept)]), as: registration,
                deploymentID: deploymentID, scope: scope)
            guard let page = try? JSONDocument(parsing: response.body), let list = read(page.root) else {
                throw PlatformCallError.unreadable("an answer of \(url.prefix { $0 != "?" })")
            }
            items += list
            next = PagingLink.target("next", in: response.values(of: "Link"))
        }
        return items
    }

    /// Makes a line item (§3.2.5); what the platform answers is the truth.
    package func create(_ item: LineItem, in container: String) async throws -> LineItem {
        let made = try await write(.post, container, item.creationNode)
        guard let made, let id = made.id else { throw PlatformCallError.unreadable("the new line item") }
        guard ServiceURL.sharesOrigin(id, with: container) else { throw PlatformCallError.foreignOrigin }
        return made
    }

    /// One line item, with members that we don't know (§3.2.2.1).
    package func lineItem(at url: String) async throws -> LineItem {
        try requireLineItems()
        let response = try await services.send(
            OutboundRequest(.get, url, headers: [("Accept", GradeMediaType.lineItem)]), as: registration,
            deploymentID: deploymentID, scope: GradeScope.lineItem)
        guard let item = Self.item(in: response) else { throw PlatformCallError.unreadable("a line item") }
        return item
    }

    /// Replaces a line item by a whole definition (§3.2.6).
    /// - Returns: what the platform made of it, which is the truth; nil when it doesn't say.
    package func replace(_ url: String, by definition: JSONNode) async throws -> LineItem? {
        try await write(.put, url, definition)
    }

    /// Removes a line item; one that is gone already counts as removed.
    package func delete(_ url: String) async throws {
        try requireLineItems()
        do {
            _ = try await services.send(
                OutboundRequest(.delete, url), as: registration, deploymentID: deploymentID, scope: GradeScope.lineItem)
        } catch PlatformCallError.status(let status, _, _) where status == 404 || status == 410 {}
    }

    private func write(_ method: OutboundRequest.Method, _ url: String, _ body: JSONNode) async throws -> LineItem? {
        try requireLineItems()
        let headers = [("Content-Type", GradeMediaType.lineItem), ("Accept", GradeMediaType.lineItem)]
        let response = try await services.send(
            OutboundRequest(method, url, headers: headers, body: body.serialized), as: registration,
            deploymentID: deploymentID, scope: GradeScope.lineItem)
        return Self.item(in: response)
    }

    private func requireLineItems() throws {
        guard scopes.contains(GradeScope.lineItem) else { throw PlatformCallError.scopeMissing(GradeScope.lineItem) }
    }

    private static func item(in response: OutboundResponse) -> LineItem? {
        (try? JSONDocument(parsing: response.body)).flatMap { LineItem($0.root) }
    }
}

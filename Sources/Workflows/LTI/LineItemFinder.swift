import Connections
import Database
import LTI
import Values

/// Finds the line item of a link, and makes one only where there is none (AGS 2.0 §3.2.15): the coupled one of the
/// launch, the one we found or made before, one in the container, a new one.
struct LineItemFinder: Sendable {
    enum Result: Sendable, Equatable {
        case known(String)
        /// Another delivery of the same link looks for it at the moment.
        case beingMade
        case none
    }

    /// Marks the line items that we make.
    static let tag = "lectern-grade"

    private let services: Services
    private let grades: GradeService
    /// Whether the platform opens a learner's work.
    private let reviewsSubmissions: Bool

    init(_ services: Services, _ grades: GradeService, reviewsSubmissions: Bool) {
        self.services = services
        self.grades = grades
        self.reviewsSubmissions = reviewsSubmissions
    }

    /// - Throws: ``PlatformCallError``.
    func lineItem(of link: ResourceLink) async throws -> Result {
        if let url = link.lineItemURL ?? link.ownLineItemURL { return .known(url) }
        guard let container = link.lineItemContainer else { return .none }
        let now = services.world.now()
        let isOurs = try await services.database.write { tx in
            try ResourceLinks(link.tenant).claimLineItem(link.id, in: tx, now: now)
        }
        guard isOurs else { return .beingMade }
        do {
            let url = try await findOrMake(for: link, in: container)
            try await services.database.write { try ResourceLinks(link.tenant).setOwnLineItem(url, link.id, in: $0) }
            return url.map(Result.known) ?? .none
        } catch {
            try await services.database.write { try ResourceLinks(link.tenant).setOwnLineItem(nil, link.id, in: $0) }
            throw error
        }
    }

    private func findOrMake(for link: ResourceLink, in container: String) async throws -> String? {
        let resource = link.target.map { $0.resourceID ?? $0.cohort.description }
        let items = try await grades.lineItems(in: container, filter: [("resource_link_id", link.linkID)])
        let there = LineItem.existing(in: items, resourceLinkID: link.linkID, resourceID: resource, tag: Self.tag)
        if let there { return there.id }
        guard link.gradeScopes.contains(GradeScope.lineItem) else { return nil }
        var item = LineItem(
            label: link.title ?? "Lectern", scoreMaximum: ScoreMessage.maximum, resourceID: resource,
            resourceLinkID: link.linkID, tag: Self.tag)
        if reviewsSubmissions { item.submissionReview = services.settings.submissionReview }
        return try await grades.create(item, in: container).id
    }
}

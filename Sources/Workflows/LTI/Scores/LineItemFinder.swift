import Connections
import Database
import LTI
import Values

/// Finds the line item of a link, and makes one only where there is none (AGS 2.0 §3.2.15): the coupled one of the
/// launch, the one we found or made before, one in the container, a new one.
struct LineItemFinder: Sendable {
    enum Result: Sendable, Equatable {
        case known(String, maximum: Double)
        /// Another delivery of the same link looks for it at the moment.
        case beingMade
        case none
    }

    /// Marks the line items that we make.
    static let tag = "lectern-grade"
    /// What scores count to where the platform doesn't say; it brings them to its own maximum (AGS 2.0 §3.4.4).
    static let usualMaximum = 100.0

    private let services: Services
    private let place: GradePlace
    private var link: ResourceLink { place.link }

    init(_ services: Services, _ place: GradePlace) {
        self.services = services
        self.place = place
    }

    /// - Throws: ``PlatformCallError``.
    func lineItem() async throws -> Result {
        if let url = link.lineItemURL { return .known(url, maximum: Self.usualMaximum) }
        if let own = link.ownLineItem { return Self.result(own) }
        guard let container = link.lineItemContainer else { return .none }
        let (link, registration, now) = (link, place.registration, services.world.now())
        let wanted = try await services.database.write { tx -> LineItemDefinition? in
            guard try ResourceLinks(link.tenant).claimLineItem(link.id, in: tx, now: now) else { return nil }
            return try .wanted(for: link, of: registration, in: tx)
        }
        guard let wanted else { return .beingMade }
        do {
            let own = try await findOrMake(wanted, in: container)
            try await services.database.write { try ResourceLinks(link.tenant).keep(own, of: link.id, in: $0) }
            return own.map(Self.result) ?? .none
        } catch {
            try await services.database.write { try ResourceLinks(link.tenant).releaseLineItem(link.id, in: $0) }
            throw error
        }
    }

    private static func result(_ own: OwnLineItem) -> Result {
        own.url.map { .known($0, maximum: own.maximum ?? usualMaximum) } ?? .none
    }

    private func findOrMake(_ wanted: LineItemDefinition, in container: String) async throws -> OwnLineItem? {
        let grades = place.grades(services)
        let resource = link.target.map { $0.resourceID ?? $0.cohort.description }
        if let there = try await existing(resource, in: container, grades) {
            return OwnLineItem(.found, url: there.id, maximum: there.usableMaximum)
        }
        guard link.gradeScopes.contains(GradeScope.lineItem) else { return nil }
        var item = LineItem(
            label: wanted.label, scoreMaximum: wanted.scoreMaximum, resourceID: resource, resourceLinkID: link.linkID,
            tag: Self.tag)
        (item.startsAt, item.endsAt) = (wanted.startsAt, wanted.endsAt)
        if place.registration.reviewsSubmissions { item.submissionReview = services.settings.submissionReview }
        let made = try await make(item, in: container, grades)
        return OwnLineItem(.made, url: made.id, maximum: made.usableMaximum, asked: wanted)
    }

    /// By the link, then by what it leads to: an item that was made without its link is found by that alone.
    private func existing(
        _ resource: String?, in container: String, _ grades: GradeService
    ) async throws -> LineItem? {
        var filters: [[(name: String, value: String)]] = [[("resource_link_id", link.linkID)]]
        if let resource { filters.append([("resource_id", resource), ("tag", Self.tag)]) }
        for filter in filters {
            let items = try await grades.lineItems(in: container, filter: filter)
            let there = LineItem.existing(in: items, resourceLinkID: link.linkID, resourceID: resource, tag: Self.tag)
            if let there { return there }
        }
        return nil
    }

    /// Canvas couples links to line items itself, and answers 412 to a tool that wants to; then it goes without.
    private func make(_ item: LineItem, in container: String, _ grades: GradeService) async throws -> LineItem {
        do {
            return try await grades.create(item, in: container)
        } catch PlatformCallError.status(let status, _, _) where status == 412 || status == 404 {
            var uncoupled = item
            uncoupled.resourceLinkID = nil
            return try await grades.create(uncoupled, in: container)
        }
    }
}

extension LineItem {
    /// Nil where scores can't be brought to it, as to Moodle's ungraded zero.
    var usableMaximum: Double? { scoreMaximum > 0 ? scoreMaximum : nil }
}

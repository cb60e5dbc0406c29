import Access
import Cohorts
import Connections
import Database
import LTI
import Values

/// Makes content items of what was chosen: each with a binding key, an opaque resource id, a line item and its windows
/// (Deep Linking 2.0 §3.2).
struct ContentItems: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// - Throws: `notFound` for what isn't there, `unprocessable` with all faults of a new cohort.
    func make(
        _ choice: PickContent.Choice, for request: DeepLinkingRequest, session: LaunchSession, in tx: Transaction
    ) throws -> [ResourceLinkItem] {
        guard request.settings.acceptsResourceLinks else {
            throw ServiceError(.unprocessable, "The learning platform takes no activities here.")
        }
        let author = session.person?.description ?? "platform"
        let course = try CourseStore(session.tenant).existing(choice.course, in: tx)
        let open = try OpenCohorts(for: session, in: tx)
        let cohort = try cohort(choice, course, open, author, tx)
        let registration = try Registrations.find(session.registration, in: tx)
        var seen: Set<PickContent.Choice.Part> = []
        return try choice.parts.filter { seen.insert($0).inserted }.map { part in
            var content = try Content(part, of: course, cohort, in: tx)
            content.maximum = registration?.gradeMaximum ?? LineItemFinder.usualMaximum
            return try item(content, choice, request, session.tenant, author, tx)
        }
    }

    private func cohort(
        _ choice: PickContent.Choice, _ course: Course, _ open: OpenCohorts, _ author: String, _ tx: Transaction
    ) throws -> Cohort {
        let store = CohortStore(course.tenant)
        switch choice.cohort {
        case .new(let name):
            return try store.create(
                NewCohort(name: name), course: course.id, by: author, world: services.world, in: tx)
        case .existing(let id):
            try open.require(id)
            let cohort = try store.existing(id, in: tx)
            guard cohort.course == course.id else { throw ServiceError(.notFound, "There is no such group.") }
            return cohort
        }
    }

    /// A part of a course with what an item says of it.
    private struct Content {
        var course: Course
        var cohort: Cohort
        var target: LinkTarget
        var content: LinkContent
        var maximum = LineItemFinder.usualMaximum
        var title: String { content.title }

        init(_ part: PickContent.Choice.Part, of course: Course, _ cohort: Cohort, in tx: Transaction) throws {
            self.course = course
            self.cohort = cohort
            target = LinkTarget(cohort: cohort.id)
            switch part {
            case .course: break
            case .module(let id): target.module = id
            case .lesson(let id): target.lesson = id
            }
            content = try LinkContent(target, of: course, cohort, in: tx)
        }

        var start: Instant? { content.startsAt }
        var end: Instant? { content.endsAt }
    }

    private func item(
        _ content: Content, _ choice: PickContent.Choice, _ request: DeepLinkingRequest, _ tenant: TenantID,
        _ author: String, _ tx: Transaction
    ) throws -> ResourceLinkItem {
        var target = content.target
        target.resourceID = services.resourceID(of: target)
        target.isGraded = choice.isGraded || request.settings.acceptsLineItem == false
        let title = choice.title.isEmpty || choice.parts.count > 1 ? content.title : choice.title
        let key = try LinkBindings(tenant).make(
            for: target, title: title, at: request.place, by: author, world: services.world, in: tx)
        let resource = target.resourceID ?? ""
        var item = ResourceLinkItem(url: services.settings.itemURL(resource), title: title)
        item.text = request.settings.text
        item.custom = [
            (LinkBindings.parameter, key), ("lectern_edition", content.course.edition),
            (LinkBindings.historyParameter, "$ResourceLink.id.history"),
            (LinkBindings.contextHistoryParameter, "$Context.id.history"),
            (LinkBindings.groupsParameter, CourseGroupsClaim.variable),
        ]
        if choice.isGraded, request.settings.acceptsLineItem != false {
            item.lineItem = LineItem(
                label: title, scoreMaximum: content.maximum, resourceID: resource, tag: LineItemFinder.tag)
            let registration = try Registrations.find(request.place.registration, in: tx)
            if registration?.reviewsSubmissions == true {
                item.lineItem?.submissionReview = services.settings.submissionReview
            }
        }
        item.submission = .init(start: content.start, end: content.end)
        item.available = .init(start: content.start, end: content.cohort.afterEnd == .review ? nil : content.end)
        item.presentation = request.settings.presentation
        return item
    }
}

extension DeepLinkingSettings {
    fileprivate var presentation: ResourceLinkItem.Presentation? {
        if acceptPresentationDocumentTargets.contains("iframe") { return .frame(width: 1_000, height: 720) }
        return acceptPresentationDocumentTargets.contains("window") ? .window("lectern") : nil
    }
}

extension Services {
    /// One name for the same content and cohort, whoever chooses it and however often; it tells neither.
    fileprivate func resourceID(of target: LinkTarget) -> String {
        let parts = [target.cohort, target.module, target.lesson].map { $0?.description ?? "" }
        return Base64URL.encode(vault.lookupHash("resource", parts.joined(separator: "/")).prefix(16))
    }
}

extension ServiceSettings {
    /// The target of an item; only a launch opens it.
    package func itemURL(_ resource: String) -> String { publicURL + "/lti/items/" + resource }
}

import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Values

/// Line items, scores and results (Assignment and Grade Services 2.0 §3).
struct GradeServices {
    var platform: DemoPlatform

    func addRoutes(to router: Router<BasicRequestContext>) {
        let items = router.group("api/lineitems/:context")
        items.get { request, _ in try await list(request) }
        items.post { request, _ in try await create(request) }
        let item = items.group(":item/lineitem")
        item.get { request, context in try await show(request, item: lineItem(context)) }
        item.put { request, context in try await replace(request, item: lineItem(context)) }
        item.delete { request, context in try await delete(request, item: lineItem(context)) }
        item.post("scores") { request, context in try await post(request, item: lineItem(context)) }
        item.get("results") { request, context in try await results(request, item: lineItem(context)) }
    }

    private func lineItem(_ context: BasicRequestContext) async throws -> Gradebook.LineItem {
        guard let item = await platform.gradebook.lineItem(try context.parameters.require("item")) else {
            throw Refusal(status: .notFound, reason: "No such line item.")
        }
        return item
    }

    private func list(_ request: Request) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem, ServiceScope.lineItemReadOnly],
            accepting: ServiceMediaType.lineItems)
        let form = URLEncodedForm(parsing: request.uri.query ?? "") ?? URLEncodedForm()
        let found = await platform.gradebook.lineItems.filter { item in
            (form["resource_link_id"].map { $0 == item.resourceLinkID } ?? true)
                && (form["resource_id"].map { $0 == item.resourceID } ?? true)
                && (form["tag"].map { $0 == item.tag } ?? true)
        }
        let page = Page(form: form, profile: platform.profile)
        var response = Response.json(
            .array(page.slice(found).map { $0.node(at: platform.url(of: $0)) }), type: ServiceMediaType.lineItems)
        response.headers.setLink(
            page.link(to: platform.baseURL + request.uri.path, form: form, total: found.count))
        return response
    }

    private func create(_ request: Request) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem], accepting: ServiceMediaType.lineItem,
            sending: ServiceMediaType.lineItem)
        let body = try await request.jsonBody().root
        let form = try LineItemBody(body)
        if platform.profile.couplesItself, let link = form.resourceLinkID {
            let isCoupled = await platform.gradebook.lineItems.contains { $0.resourceLinkID == link }
            guard isCoupled else {
                throw Refusal(
                    status: .preconditionFailed,
                    reason: "The specified LTI link ID is not associated with a line item.")
            }
        }
        let item = await platform.withGradebook { book in
            var item = book.add(label: form.label, scoreMaximum: form.maximum)
            form.apply(to: &item, forced: book.forcedMaximum)
            item.resourceLinkID = form.resourceLinkID
            item.submissionReview = platform.profile.reviewsSubmissions ? form.submissionReview : nil
            book.update(item)
            book.note(.init(method: "POST", lineItem: item.id, body: body.node))
            return item
        }
        return .json(item.node(at: platform.url(of: item)), status: .created, type: ServiceMediaType.lineItem)
    }

    private func show(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem, ServiceScope.lineItemReadOnly],
            accepting: ServiceMediaType.lineItem)
        return .json(item.node(at: platform.url(of: item)), type: ServiceMediaType.lineItem)
    }

    private func replace(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem], sending: ServiceMediaType.lineItem)
        let body = try await request.jsonBody().root
        let form = try LineItemBody(body)
        guard form.id.map({ $0 == platform.url(of: item) }) ?? true, form.resourceLinkID == item.resourceLinkID else {
            throw Refusal(status: .badRequest, reason: "id and resourceLinkId can't be changed.")
        }
        let changed = await platform.withGradebook { book in
            var changed = item
            changed.submissionReview = platform.profile.reviewsSubmissions ? form.submissionReview : nil
            form.apply(to: &changed, forced: book.forcedMaximum)
            book.update(changed)
            book.note(.init(method: "PUT", lineItem: item.id, body: body.node))
            return changed
        }
        return .json(changed.node(at: platform.url(of: item)), type: ServiceMediaType.lineItem)
    }

    private func delete(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.lineItem])
        await platform.withGradebook { book in
            book.remove(item.id)
            book.note(.init(method: "DELETE", lineItem: item.id))
        }
        return Response(status: .noContent)
    }

    private func results(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.result], accepting: ServiceMediaType.results)
        let book = await platform.gradebook
        let nodes = await platform.people.compactMap { person -> JSONNode? in
            guard let score = book.latest(item.id, user: person.id),
                let given = platform.profile.countsAttempts
                    ? book.work(item.id, of: person.id).grade : score.scoreGiven,
                !platform.profile.stampsUnfinishedScores || score.gradingProgress == "FullyGraded"
            else { return nil }
            return [
                "id": .string(platform.url(of: item) + "/results/" + person.id), "userId": .string(person.id),
                "scoreOf": .string(platform.url(of: item)), "resultScore": .number(String(given)),
                "resultMaximum": .number(String(score.scoreMaximum ?? item.scoreMaximum)),
            ]
        }
        return .json(.array(nodes), type: ServiceMediaType.results)
    }
}

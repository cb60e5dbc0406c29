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

    private func node(_ item: Gradebook.LineItem) -> JSONNode {
        var members: [(String, JSONNode)] = [
            ("id", .string(platform.url(of: item))), ("label", .string(item.label)),
            ("scoreMaximum", .number(String(item.scoreMaximum))),
        ]
        if let link = item.resourceLinkID { members.append(("resourceLinkId", .string(link))) }
        if let resource = item.resourceID { members.append(("resourceId", .string(resource))) }
        if let tag = item.tag { members.append(("tag", .string(tag))) }
        if let review = item.submissionReview { members.append(("submissionReview", review)) }
        return .object(members)
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
            .array(page.slice(found).map(node)), type: ServiceMediaType.lineItems)
        response.headers.setLink(
            page.link(to: platform.baseURL + request.uri.path, form: form, total: found.count))
        return response
    }

    private func create(_ request: Request) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem], accepting: ServiceMediaType.lineItem,
            sending: ServiceMediaType.lineItem)
        let body = try await request.jsonBody().root
        guard let label = body["label"]?.string, let maximum = body["scoreMaximum"]?.double, maximum > 0 else {
            throw Refusal(status: .badRequest, reason: "label and a positive scoreMaximum are needed.")
        }
        let (link, resource, tag) = (body["resourceLinkId"]?.string, body["resourceId"]?.string, body["tag"]?.string)
        let review = platform.profile.reviewsSubmissions ? body["submissionReview"]?.node : nil
        let item = await platform.withGradebook {
            $0.add(
                label: label, scoreMaximum: maximum, resourceLinkID: link, resourceID: resource, tag: tag,
                submissionReview: review)
        }
        return .json(node(item), status: .created, type: ServiceMediaType.lineItem)
    }

    private func show(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem, ServiceScope.lineItemReadOnly],
            accepting: ServiceMediaType.lineItem)
        return .json(node(item), type: ServiceMediaType.lineItem)
    }

    private func replace(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(
            request, scopes: [ServiceScope.lineItem], sending: ServiceMediaType.lineItem)
        let body = try await request.jsonBody().root
        var changed = item
        changed.label = body["label"]?.string ?? item.label
        changed.scoreMaximum = body["scoreMaximum"]?.double ?? item.scoreMaximum
        let replacement = changed
        await platform.withGradebook { $0.update(replacement) }
        return .json(node(replacement), type: ServiceMediaType.lineItem)
    }

    private func delete(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.lineItem])
        await platform.withGradebook { $0.remove(item.id) }
        return Response(status: .noContent)
    }

    private func results(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.result], accepting: ServiceMediaType.results)
        let book = await platform.gradebook
        let nodes = await platform.people.compactMap { person -> JSONNode? in
            guard let score = book.latest(item.id, user: person.id), let given = score.scoreGiven,
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

extension GradeServices {
    private static let activityProgress: Set<String> = [
        "Initialized", "Started", "InProgress", "Submitted", "Completed",
    ]
    private static let gradingProgress: Set<String> = [
        "FullyGraded", "Pending", "PendingManual", "Failed", "NotReady",
    ]

    /// Takes a score as a strict LMS does (AGS §3.4.1): a learner of the course, a timestamp with zone, truthful words.
    private func post(_ request: Request, item: Gradebook.LineItem) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.score], sending: ServiceMediaType.score)
        let score = try score(in: await request.jsonBody().root)
        guard await platform.people.contains(where: { $0.id == score.userID && !$0.isInstructor }) else {
            throw Refusal(status: .badRequest, reason: "userId is no learner of this course.")
        }
        let ahead = await platform.clockAhead
        let ownTime = platform.profile.stampsUnfinishedScores ? platform.world.now().adding(seconds: ahead) : nil
        let taken = await platform.withGradebook { $0.record(score, in: item.id, ownTime: ownTime) }
        guard taken else {
            throw Refusal(status: platform.profile.olderScoreAnswer, reason: "A score of that time or later is there.")
        }
        return platform.profile.scoreAnswerHasBody
            ? .json(["resultUrl": .string(platform.url(of: item) + "/results")], status: platform.profile.scoreAnswer)
            : Response(status: platform.profile.scoreAnswer)
    }

    private func score(in body: JSONValue) throws -> Gradebook.Score {
        var faults: [String] = []
        let timestamp = body["timestamp"]?.string.flatMap { Instant(rfc3339: $0) }
        if timestamp == nil { faults.append("timestamp has to be a date-time with zone") }
        let user = body["userId"]?.string ?? ""
        if user.isEmpty { faults.append("userId is needed") }
        let activity = body["activityProgress"]?.string ?? ""
        if !Self.activityProgress.contains(activity) { faults.append("activityProgress isn't one of the five") }
        let grading = body["gradingProgress"]?.string ?? ""
        if !Self.gradingProgress.contains(grading) { faults.append("gradingProgress isn't one of the five") }
        let given = body["scoreGiven"]?.double
        let maximum = body["scoreMaximum"]?.double
        if given != nil && (maximum ?? 0) <= 0 { faults.append("scoreGiven needs a positive scoreMaximum") }
        if let given, given < 0 { faults.append("scoreGiven mustn't be negative") }
        guard faults.isEmpty, let timestamp else {
            throw Refusal(status: .badRequest, reason: faults.joined(separator: "; ") + ".")
        }
        return Gradebook.Score(
            userID: user, timestamp: timestamp, scoreGiven: given, scoreMaximum: maximum, activityProgress: activity,
            gradingProgress: grading, comment: body["comment"]?.string)
    }
}

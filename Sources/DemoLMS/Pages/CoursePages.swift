import HTTPTypes
import Hummingbird
import JSON
import Values

/// What a visitor sees: who to be, the course's links, a link in its frame, the gradebook.
struct CoursePages {
    var platform: DemoPlatform
    var pages: DemoPages

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in await home(person(request)) }
        router.get("style.css") { _, _ in Response.text(DemoPages.style, type: "text/css; charset=utf-8") }
        router.post("be") { request, _ in try await be(request) }
        router.get("links/:link") { request, context in
            try await frame(link(context), as: person(request))
        }
        router.get("links/:link/start") { request, context in
            try await start(link(context), as: person(request))
        }
        router.get("storage.js") { _, _ in
            Response.text(DemoPages.storageScript, type: "text/javascript; charset=utf-8")
        }
        router.get("storage") { _, _ in pages.render("storage-frame", [:]) }
        router.get("content/add") { request, _ in try await addContent(person(request)) }
        router.get("content/add/start") { request, _ in try await startPicker(person(request)) }
        router.get("gradebook/:item/:user/start") { request, context in
            try await startReview(context, as: person(request))
        }
        router.get("privacy/:user/start") { request, context in
            try await startPrivacy(context, as: person(request))
        }
        router.get("gradebook") { request, _ in await gradebook(person(request)) }
    }

    private func person(_ request: Request) async -> DemoPerson? {
        let id = request.cookies["person"]?.value
        return await platform.people.first { $0.id == id }
    }

    private func link(_ context: BasicRequestContext) async throws -> DemoLink {
        let id = try context.parameters.require("link")
        guard let link = await platform.links.first(where: { $0.id == id }) else {
            throw Refusal(status: .notFound, reason: "No such link.")
        }
        return link
    }

    private func home(_ person: DemoPerson?) async -> Response {
        pages.render(
            "home",
            [
                "profile": platform.profile.name, "person": person?.name as Any, "chosen": person != nil,
                "teaches": person?.isInstructor ?? false,
                "privacy": (platform.profile.sendsPrivacyLaunches ? "/privacy/\(person?.id ?? "")/start" : nil) as Any,
                "people": await platform.people.map { other in
                    [
                        "id": other.id, "name": other.name, "role": other.isInstructor ? "instructor" : "learner",
                        "current": other.id == person?.id,
                    ] as [String: Any]
                },
                "links": await platform.links.map { ["id": $0.id, "title": $0.title] },
            ])
    }

    private func be(_ request: Request) async throws -> Response {
        let id = try await request.formFields()["person"]
        guard let id, await platform.people.contains(where: { $0.id == id }) else {
            throw Refusal(status: .badRequest, reason: "Nobody of that name is here.")
        }
        var response = Response.seeOther("/")
        response.headers[.setCookie] = "person=\(id); Path=/; HttpOnly; SameSite=Lax"
        return response
    }

    private func frame(_ link: DemoLink, as person: DemoPerson?) async throws -> Response {
        guard let person else { return .seeOther("/") }
        return pages.render(
            "frame", ["id": link.id, "title": link.title, "person": person.name, "storage": storage])
    }

    /// The login initiation (Security Framework §5.1.1.1), by redirect or by a form that posts itself.
    private func start(_ link: DemoLink, as person: DemoPerson?) async throws -> Response {
        guard let person, let tool = await platform.tool else { return .seeOther("/") }
        return await login(
            .init(person: person, message: .resourceLink(link), target: link.url ?? tool.targetLinkURI), tool,
            place: link.id)
    }

    /// The page with the tool's picker in a frame, for those who teach.
    private func addContent(_ person: DemoPerson?) async throws -> Response {
        guard let person, person.isInstructor else { return .seeOther("/") }
        return pages.render("add-content", ["person": person.name, "storage": storage])
    }

    private func startPicker(_ person: DemoPerson?) async throws -> Response {
        guard let person, let tool = await platform.tool else { return .seeOther("/") }
        let request = await platform.beginPlacement()
        return await login(
            .init(person: person, message: .deepLinking(request), target: tool.targetLinkURI), tool, place: "add")
    }

    /// A learner's work at the tool, from the gradebook (Submission Review 1.0).
    private func startReview(_ context: BasicRequestContext, as person: DemoPerson?) async throws -> Response {
        guard platform.profile.reviewsSubmissions,
            let item = await platform.gradebook.lineItem(try context.parameters.require("item"))
        else { throw Refusal(status: .notFound, reason: "No such line item.") }
        guard let person, let tool = await platform.tool else { return .seeOther("/") }
        let user = try context.parameters.require("user")
        let link = await platform.links.first { $0.id == item.resourceLinkID }
        var target = link?.url ?? tool.targetLinkURI
        if case .string(let url) = item.submissionReview?["url"] { target = url }
        return await login(
            .init(person: person, message: .submissionReview(item, of: user, link), target: target), tool,
            place: "review")
    }

    /// What the tool holds about a user (Data Privacy Launch).
    private func startPrivacy(_ context: BasicRequestContext, as person: DemoPerson?) async throws -> Response {
        guard let person, let tool = await platform.tool, platform.profile.sendsPrivacyLaunches else {
            return .seeOther("/")
        }
        let user = try context.parameters.require("user")
        return await login(
            .init(person: person, message: .dataPrivacy(of: user), target: tool.targetLinkURI), tool, place: "privacy")
    }

    /// Empty where the LMS keeps nothing for tools; a name where a frame of its own does.
    private var storage: [String: Any] {
        guard let target = platform.profile.storageTarget else { return [:] }
        return ["isThere": true, "frame": target == "_parent" ? "" : target, "isFrame": target != "_parent"]
    }

    private func login(_ launch: DemoPlatform.PendingLaunch, _ tool: RegisteredTool, place: String) async -> Response {
        let person = launch.person
        let id = await platform.begin(launch)
        let hint = "{\"cmid\":\"\(place)\",\"launchid\":\"\(id)\"}"
        var fields = [
            (name: "iss", value: platform.issuer), (name: "target_link_uri", value: launch.target),
            (
                name: "login_hint",
                value: person.id + (platform.profile.sendsMessageHint ? "" : "~" + id)
            ),
            (name: "client_id", value: tool.clientID),
            (name: "lti_deployment_id", value: platform.profile.deploymentID),
        ]
        if let target = platform.profile.storageTarget { fields.append((name: "lti_storage_target", value: target)) }
        if platform.profile.sendsMessageHint { fields.append((name: "lti_message_hint", value: hint)) }
        return switch platform.profile.loginMethod {
        case .get: .seeOther(URLEncodedForm(fields).appended(to: tool.loginURL))
        case .formPost:
            pages.autoPost(to: tool.loginURL, fields: fields, hidesOrigin: platform.profile.pagesHost == nil)
        }
    }

    private func gradebook(_ person: DemoPerson?) async -> Response {
        let book = await platform.gradebook
        let learners = await platform.people.filter { !$0.isInstructor && !$0.isAdministrator }
        let reviews = platform.profile.reviewsSubmissions && person?.isInstructor == true
        let rows = learners.map { learner -> [String: Any] in
            let marks = book.lineItems.map { item -> [String: Any] in
                guard let score = book.latest(item.id, user: learner.id) else { return ["mark": "–"] }
                let mark = score.scoreGiven.map { "\($0) / \(score.scoreMaximum ?? item.scoreMaximum)" } ?? "–"
                return [
                    "mark": mark, "progress": score.activityProgress, "at": score.timestamp.rfc3339,
                    "review": (reviews ? "/gradebook/\(item.id)/\(learner.id)/start" : nil) as Any,
                ]
            }
            return ["name": learner.name, "marks": marks]
        }
        return pages.render(
            "gradebook", ["items": book.lineItems.map { ["label": $0.label] }, "rows": rows])
    }
}

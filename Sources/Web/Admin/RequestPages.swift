import Access
import HTTPTypes
import Hummingbird
import NIOCore
import Privacy
import Texts
import Values
import Workflows

/// Requests of data subjects: the list, one with its steps, the data package, and erasure in its steps.
func addRequestPages(to routes: StaffRoutes) {
    let pages = RequestPages(services: routes.services)
    routes.page("requests") { visit, _, _ in try await pages.list(visit) }
    routes.page("requests/:request") { visit, _, context in
        try await pages.request(visit, try context.parameters.identifier("request"))
    }
    routes.form("people/:person/package") { visit, _, context in
        try await pages.package(visit, try context.parameters.identifier("person"))
    }
    routes.form("people/:person/erasure") { visit, form, context in
        try await pages.askErasure(visit, form, try context.parameters.identifier("person"))
    }
    routes.form("requests/:request/approve") { visit, _, context in
        let id = try context.parameters.identifier("request")
        return try await pages.changing(visit, id) {
            _ = try await ErasePerson(pages.services).approve(id, by: visit.principal)
        }
    }
    routes.form("requests/:request/execute") { visit, form, context in
        try await pages.execute(visit, form, try context.parameters.identifier("request"))
    }
    routes.form("requests/:request/withdraw") { visit, form, context in
        try await pages.withdraw(visit, form, try context.parameters.identifier("request"))
    }
    routes.response(.get, "requests/:request/certificate.json") { visit, _, context in
        try await pages.certificate(visit, try context.parameters.identifier("request"))
    }
}

struct RequestPages: Sendable {
    let services: Services

    func list(_ visit: StaffVisit) async throws -> Page {
        try visit.principal.require(.answerDataRequests)
        let wording = visit.wording
        let requests = try await AnswerDataRequest(services).list(tenant: visit.principal.tenant)
        let table = Table(
            wording(.dataRequests),
            columns: [wording(.number), wording(.kindField), wording(.status), wording(.receivedAt), wording(.dueAt)],
            rows: requests.map { request in
                [
                    .link(request.number, "/admin/requests/\(request.id)"),
                    .text(RequestView.kind(request.kind, wording)),
                    RequestView.badge(request.state, wording), .moment(request.receivedAt, wording),
                    request.state.isClosed ? .text("") : .moment(request.dueAt, wording),
                ]
            }, whenEmpty: wording(.noRequests))
        return visit.page(
            wording(.dataRequests), [.table(table)], current: .people, up: (wording(.navPeople), "/admin/people"))
    }

    func request(_ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil) async throws -> Page {
        try visit.principal.require(.answerDataRequests)
        let read = try await AnswerDataRequest(services).read(
            id, tenant: visit.principal.tenant, by: .staff(visit.principal.user))
        let view = RequestView(
            visit: visit, request: read.request, history: read.history, approvers: read.approvers,
            policy: services.erasurePolicy, now: services.world.now())
        return visit.page(
            read.request.number, view.blocks(after: error), current: .people,
            up: (visit.wording(.dataRequests), "/admin/requests"))
    }

    /// Everything that is held about a person, as one zip; the request for it is opened and closed with it.
    func package(_ visit: StaffVisit, _ person: UUID16) async throws -> Response {
        try visit.principal.require(.answerDataRequests)
        let download = try Download(named: Hexadecimal.encode(services.world.randomBytes(16)))
        do {
            _ = try await AnswerDataRequest(services).package(
                of: .id(person), to: download.path("privacy-package.zip"), language: visit.wording.language,
                tenant: visit.principal.tenant, by: .staff(visit.principal.user))
            return try download.response("privacy-package.zip", type: "application/zip")
        } catch {
            download.discard()
            throw error
        }
    }

    /// Opens a request for erasure with the dry run's counts.
    func askErasure(_ visit: StaffVisit, _ form: FormBody, _ person: UUID16) async throws -> Response {
        try visit.principal.require(.answerDataRequests)
        guard let ground = ErasureGround(rawValue: form["ground"]) else {
            throw ServiceError(.unprocessable, visit.wording(.chooseOne))
        }
        let request = try await ErasePerson(services).request(
            .id(person), ground: ground, tenant: visit.principal.tenant, by: .staff(visit.principal.user))
        return Page.seeOther("/admin/requests/\(request.id)")
    }

    func execute(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        try visit.principal.require(.answerDataRequests)
        return try await changing(visit, id) {
            _ = try await ErasePerson(services).execute(
                id, confirmation: form["confirmation"], tenant: visit.principal.tenant, by: .staff(visit.principal.user)
            )
        }
    }

    func withdraw(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        try visit.principal.require(.answerDataRequests)
        return try await changing(visit, id) {
            _ = try await AnswerDataRequest(services).move(
                id, to: .withdrawn, reason: form["reason"].isEmpty ? nil : form["reason"],
                tenant: visit.principal.tenant, by: .staff(visit.principal.user))
        }
    }

    func certificate(_ visit: StaffVisit, _ id: UUID16) async throws -> Response {
        try visit.principal.require(.answerDataRequests)
        let request = try await AnswerDataRequest(services).read(
            id, tenant: visit.principal.tenant, by: .staff(visit.principal.user)
        ).request
        guard let certificate = request.certificate else {
            throw ServiceError(.notFound, visit.wording(.errorNotFound))
        }
        let headers: HTTPFields = [
            .contentType: "application/json", .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"erasure-certificate.json\"",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: certificate)))
    }

    func changing(_ visit: StaffVisit, _ id: UUID16, _ change: () async throws -> Void) async throws -> Response {
        do {
            try await change()
            return Page.seeOther("/admin/requests/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await request(visit, id, error).response(after: error)
        }
    }
}

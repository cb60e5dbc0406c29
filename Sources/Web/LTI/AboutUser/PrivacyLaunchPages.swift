import Access
import Hummingbird
import Privacy
import Texts
import Values
import Workflows

/// What is held about a person, for themselves and for the platform's administrators: the data package can be asked for,
/// and erasure (Data Privacy Launch).
struct PrivacyLaunchPages: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    func show(_ visit: LaunchVisit) async throws -> Response {
        if let door = visit.door(services.settings) { return door }
        return try await page(visit).response()
    }

    func askPackage(_ visit: LaunchVisit) async throws -> Response {
        try await asking(visit) { try await AskByLaunch(services).package(visit.session) }
    }

    func askErasure(_ visit: LaunchVisit, _ form: FormBody) async throws -> Response {
        try await asking(visit) {
            guard let ground = ErasureGround(rawValue: form["ground"]) else {
                let fault = ServiceError.Fault("ground", visit.wording(.chooseOne))
                throw ServiceError(.unprocessable, visit.wording(.faultsInForm), faults: [fault])
            }
            return try await AskByLaunch(services).erasure(visit.session, ground: ground)
        }
    }

    private func asking(_ visit: LaunchVisit, _ ask: () async throws -> DataRequest) async throws -> Response {
        if let door = visit.door(services.settings) { return door }
        do {
            _ = try await ask()
            return Page.seeOther(visit.base)
        } catch let error as ServiceError where error.isAboutInput {
            var page = try await page(visit, error)
            page.status = error.code.status
            return page.response()
        }
    }

    private func page(_ visit: LaunchVisit, _ error: ServiceError? = nil) async throws -> Page {
        let wording = visit.wording
        guard let content = try await AskByLaunch(services).read(visit.session) else {
            return visit.blockPage(
                wording(.privacyTitle), [.note(kind: "", text: wording(.privacyNothing))])
        }
        let name = PersonWords.name(content.profile, content.person, wording)
        var blocks: [Block] = [
            .facts([(wording(.person), .text(name)), (wording(.email), .text(content.profile.email ?? ""))])
        ]
        if let error {
            blocks.append(.note(kind: "bad", text: error.message, faults: error.faults.map(\.message)))
        }
        if !content.requests.isEmpty { blocks.append(.table(requests(content, wording))) }
        blocks += [.heading(wording(.privacyPackage)), .paragraph(wording(.privacyAskText)), .form(package(visit))]
        blocks += [.heading(wording(.askErasure)), .paragraph(wording(.privacyEraseText)), .form(erasure(visit))]
        return visit.blockPage(wording(.privacyTitle), blocks)
    }

    private func requests(_ content: PrivacyVisitContent, _ wording: Wording) -> Table {
        Table(
            wording(.dataRequests),
            columns: [wording(.number), wording(.kindField), wording(.status), wording(.receivedAt), wording(.dueAt)],
            rows: content.requests.map { request in
                [
                    .code(request.number), .text(RequestView.kind(request.kind, wording)),
                    RequestView.badge(request.state, wording), .moment(request.receivedAt, wording),
                    request.state.isClosed ? .text("") : .moment(request.dueAt, wording),
                ]
            }, whenEmpty: wording(.noRequests))
    }

    private func package(_ visit: LaunchVisit) -> FormView {
        FormView(
            action: visit.base + "package", submit: visit.wording(.privacyAsk), formToken: visit.formToken, fields: [])
    }

    private func erasure(_ visit: LaunchVisit) -> FormView {
        let wording = visit.wording
        var form = FormView(
            action: visit.base + "erasure", submit: wording(.askErasure), formToken: visit.formToken,
            fields: [Field("ground", wording(.ground), .choice(RequestView.grounds(wording)), isRequired: true)])
        form.isDangerous = true
        return form
    }
}

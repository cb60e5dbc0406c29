import Access
import Cohorts
import Connections
import Hummingbird
import LTI
import Texts
import Values
import Workflows

/// What platforms report by notices: subscriptions, what came, and the offers to set groups up for copied courses.
func addNoticePages(to routes: StaffRoutes) {
    let pages = NoticePages(services: routes.services)
    routes.page("platforms/:platform/notices") { visit, _, context in
        try await pages.overview(visit, try context.parameters.identifier("platform"))
    }
    routes.form("platforms/:platform/notices/policy") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        guard let policy = Registration.CopyPolicy(rawValue: form["policy"]) else {
            throw ServiceError(.invalid, visit.wording(.chooseOne))
        }
        try await ReadNotices(pages.services).setPolicy(policy, of: id, by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)/notices")
    }
    routes.form("platforms/:platform/notices/:deployment") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        try await SubscribeNotices(pages.services).set(
            form["type"], isOn: form["on"] == "1", deployment: try context.parameters.identifier("deployment"),
            by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)/notices")
    }
    routes.form("platforms/:platform/notices/:deployment/list") { visit, _, context in
        try await pages.list(
            visit, try context.parameters.identifier("platform"), try context.parameters.identifier("deployment")
        ).response()
    }
    routes.page("notices/:notice") { visit, _, context in
        try await pages.notice(visit, try context.parameters.identifier("notice"))
    }
    routes.page("copies/:offer") { visit, _, context in
        try await pages.offer(visit, try context.parameters.identifier("offer"))
    }
    routes.form("copies/:offer") { visit, form, context in
        try await pages.answer(visit, form, try context.parameters.identifier("offer"))
    }
}

struct NoticePages: Sendable {
    let services: Services

    func overview(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let content = try await ReadNotices(services).run(id, for: visit.principal)
        let wording = visit.wording
        let view = NoticesView(content: content, visit: visit, handler: services.settings.noticesURL)
        return visit.page(
            wording(.noticesTitle), view.blocks, current: .platforms,
            up: (content.registration.name, "/admin/platforms/\(id)"))
    }

    /// The handlers as the platform itself lists them.
    func list(_ visit: StaffVisit, _ id: UUID16, _ deployment: UUID16) async throws -> Page {
        let wording = visit.wording
        let handlers = try await SubscribeNotices(services).list(deployment: deployment, for: visit.principal)
        let table = Table(
            wording(.noticesAtPlatform), columns: [wording(.noticeType), wording(.noticeHandler)],
            rows: handlers.map { [.code($0.noticeType), .code($0.handler)] }, whenEmpty: wording(.none))
        return visit.page(
            wording(.noticesAtPlatform), [.table(table)], current: .platforms,
            up: (wording(.noticesTitle), "/admin/platforms/\(id)/notices"))
    }

    func notice(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let notice = try await ReadNotices(services).notice(id, for: visit.principal)
        let wording = visit.wording
        let received = Table(
            wording(.received), columns: [wording(.claim), wording(.details)],
            rows: notice.received.map { [.code($0.name), .text($0.value)] }, whenEmpty: wording(.receivedNothing))
        return visit.page(
            notice.type,
            [
                .facts([
                    (wording(.noticeNumber), .code(notice.noticeID)),
                    (wording(.happenedAt), .moment(notice.happenedAt, wording)),
                    (wording(.receivedAt), .moment(notice.receivedAt, wording)),
                    (wording(.contextField), .text(notice.contextTitle ?? notice.contextID ?? "")),
                    (wording(.status), NoticesView.badge(notice.state, wording)),
                    (wording(.outcome), .text(notice.note)),
                ]), .table(received),
            ], current: .platforms,
            up: (wording(.noticesTitle), "/admin/platforms/\(notice.registration)/notices"))
    }

    func offer(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let content = try await AnswerCopyOffer(services).offer(id, for: visit.principal)
        let wording = visit.wording
        let view = CopyOfferView(
            content: content, wording: wording, action: "/admin/copies/\(id)", formToken: visit.formToken)
        return visit.page(
            wording(.copyOffer), view.blocks(after: error, sent), current: .platforms,
            up: (wording(.noticesTitle), "/admin/platforms/\(content.offer.place.registration)/notices"))
    }

    func answer(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            let answer = try CopyOfferView.answer(form, visit.wording)
            let made = try await AnswerCopyOffer(services).run(answer, to: id, by: visit.principal)
            return Page.seeOther(made.map { "/admin/cohorts/\($0.id)" } ?? "/admin/copies/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await offer(visit, id, error, form).response(after: error)
        }
    }
}

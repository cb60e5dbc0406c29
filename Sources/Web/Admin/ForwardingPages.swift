import Access
import Hummingbird
import LearningRecords
import Outbox
import Texts
import Values
import Workflows

/// The systems that statements are forwarded to.
func addForwardingPages(to routes: StaffRoutes) {
    let pages = ForwardingPages(services: routes.services)
    routes.page("forwarding") { visit, _, _ in try await pages.list(visit) }
    routes.form("forwarding") { visit, form, _ in try await pages.add(visit, form) }
    routes.page("forwarding/:target") { visit, _, context in
        try await pages.target(visit, try context.parameters.identifier("target"))
    }
    routes.form("forwarding/:target") { visit, form, context in
        try await pages.change(visit, form, try context.parameters.identifier("target"))
    }
    routes.form("forwarding/:target/replay") { visit, form, context in
        try await pages.replay(visit, form, try context.parameters.identifier("target"))
    }
    routes.form("forwarding/:target/active") { visit, form, context in
        let id = try context.parameters.identifier("target")
        try await ManageForwarding(pages.services).setActive(form["active"] == "1", id, by: visit.principal)
        return Page.seeOther("/admin/forwarding/\(id)")
    }
    routes.page("forwarding/:target/remove") { visit, _, context in
        try await pages.askToRemove(visit, try context.parameters.identifier("target"))
    }
    routes.form("forwarding/:target/remove") { visit, _, context in
        let id = try context.parameters.identifier("target")
        try await ManageForwarding(pages.services).remove(id, by: visit.principal)
        return Page.seeOther("/admin/forwarding")
    }
}

struct ForwardingPages: Sendable {
    private static let place = "/admin/forwarding"
    let services: Services

    func list(
        _ visit: StaffVisit, _ first: [Block] = [], _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let wording = visit.wording
        let standings = try await ManageForwarding(services).list(for: visit.principal)
        let table = Table(
            wording(.navForwarding),
            columns: [
                wording(.name), wording(.kindField), wording(.addressField), wording(.status), wording(.sentCount),
                wording(.refusedCount), wording(.reachedAt),
            ],
            rows: standings.map { row($0, wording) }, whenEmpty: wording(.noTargets))
        return visit.page(
            wording(.navForwarding),
            first + [.paragraph(wording(.forwardingText)), .table(table), .heading(wording(.addTarget))]
                + visit.blocks(of: form(visit), after: error, sent), current: .forwarding)
    }

    private func row(_ standing: ManageForwarding.Standing, _ wording: Wording) -> [Cell] {
        let target = standing.target
        return [
            .link(target.name, "\(Self.place)/\(target.id)"), .text(kind(target.kind, wording)),
            .code(standing.settings.url),
            status(standing, wording), .number(target.sent, wording), .number(target.refused, wording),
            .moment(target.reached.stored, wording),
        ]
    }

    private func kind(_ kind: ForwardingTarget.Kind, _ wording: Wording) -> String {
        wording(kind == .webhook ? .kindWebhook : .kindRecordStore)
    }

    /// Off, or how the message stands that brings it up to date.
    private func status(_ standing: ManageForwarding.Standing, _ wording: Wording) -> Cell {
        guard standing.target.isActive else { return .badge(wording(.deploymentDisabled), kind: "warn") }
        guard let delivery = standing.delivery else { return .badge(wording(.deploymentActive), kind: "good") }
        return StateWords.badge(delivery.state, wording)
    }

    private func form(_ visit: StaffVisit) -> FormView {
        visit.form(Self.place, .addTarget, ForwardingForm(services: services, wording: visit.wording).fields)
    }

    func add(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        do {
            let settings = try ForwardingForm(services: services, wording: visit.wording).settings(form)
            let added = try await ManageForwarding(services).add(
                settings, fromStart: !form["from-start"].isEmpty, by: visit.principal)
            guard settings.kind == .webhook else { return Page.seeOther("\(Self.place)/\(added.id)") }
            return try await shown(added.secret, visit)
        } catch let error as ServiceError where error.isAboutInput {
            return try await list(visit, [], error, form).response(after: error)
        }
    }

    func change(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        let manage = ManageForwarding(services)
        let known = try await manage.find(id, for: visit.principal).standing.settings
        do {
            let settings = try ForwardingForm(services: services, wording: visit.wording).settings(
                form, changing: known)
            try await manage.change(id, settings, by: visit.principal)
            return Page.seeOther("\(Self.place)/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await target(visit, id, error, form).response(after: error)
        }
    }

    func replay(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            let day = try ForwardingForm(services: services, wording: visit.wording).day(form)
            try await ManageForwarding(services).replay(id, from: day, by: visit.principal)
            return Page.seeOther("\(Self.place)/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await target(visit, id, error).response(after: error)
        }
    }

    func askToRemove(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let name = try await ManageForwarding(services).find(id, for: visit.principal).standing.target.name
        return visit.question(
            "\(visit.wording(.removeTarget)): \(name)", visit.wording(.removeTargetText),
            action: "\(Self.place)/\(id)/remove", .removeTarget, [], current: .forwarding,
            up: (name, "\(Self.place)/\(id)"))
    }

    /// No redirect, since the secret stands nowhere but in this answer.
    private func shown(_ secret: Secret<String>, _ visit: StaffVisit) async throws -> Response {
        let wording = visit.wording
        return try await list(
            visit,
            [
                .note(kind: "good", text: wording(.webhookSecretOnce)),
                .facts([(wording(.secret), .code(secret.reveal()))]),
            ]
        ).response()
    }

    func target(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let wording = visit.wording
        let (standing, refusals) = try await ManageForwarding(services).find(id, for: visit.principal)
        let changing = visit.form(
            "\(Self.place)/\(id)", .save,
            ForwardingForm(services: services, wording: wording).fields(of: standing.settings))
        var blocks: [Block] = sent == nil ? error.map { [.note(kind: "bad", text: $0.message)] } ?? [] : []
        blocks += [
            .facts(facts(standing, wording)), .table(table(refusals, wording)), .heading(wording(.changeTarget)),
        ]
        blocks += visit.blocks(of: changing, after: sent == nil ? nil : error, sent)
        blocks +=
            [.heading(wording(.replayTarget)), .paragraph(wording(.replayText))] + switches(visit, standing.target)
        return visit.page(
            standing.target.name, blocks, current: .forwarding, up: (wording(.navForwarding), Self.place))
    }

    private func facts(_ standing: ManageForwarding.Standing, _ wording: Wording) -> [(label: String, cell: Cell)] {
        let target = standing.target
        var facts: [(label: String, cell: Cell)] = [
            (wording(.kindField), .text(kind(target.kind, wording))),
            (wording(.addressField), .code(standing.settings.url)), (wording(.status), status(standing, wording)),
            (wording(.sentCount), .number(target.sent, wording)),
            (wording(.refusedCount), .number(target.refused, wording)),
            (wording(.reachedAt), .moment(target.reached.stored, wording)),
        ]
        if let delivery = standing.delivery {
            facts.append((wording(.lastNote), .link(delivery.note ?? "\(delivery.id)", "/admin/outbox/\(delivery.id)")))
        }
        return facts
    }

    private func table(_ refusals: [ForwardingRefusal], _ wording: Wording) -> Table {
        Table(
            wording(.refusedCount), columns: [wording(.date), wording(.statement), wording(.httpStatus)],
            rows: refusals.map {
                [
                    .moment($0.refusedAt, wording), .link("\($0.statement)", "/admin/statements/\($0.statement)"),
                    .figure("\($0.status)"),
                ]
            }, whenEmpty: wording(.noRefusals))
    }

    /// Sent again, switched off, removed.
    private func switches(_ visit: StaffVisit, _ target: ForwardingTarget) -> [Block] {
        let place = "\(Self.place)/\(target.id)"
        let again = visit.form(
            place + "/replay", .replayTarget,
            [
                Field("since", visit.wording(.firstDay), .input("date"), help: visit.wording(.daysAreUTC)),
                Field("everything", visit.wording(.replayEverything), .check),
            ])
        var toggle = visit.form(place + "/active", target.isActive ? .switchOff : .switchOn, [])
        toggle.hidden = [("active", target.isActive ? "0" : "1")]
        return [.form(again), .form(toggle), .links([(visit.wording(.removeTarget), place + "/remove")])]
    }
}

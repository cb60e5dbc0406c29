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
    routes.form("forwarding/:target/active") { visit, form, context in
        let id = try context.parameters.identifier("target")
        try await ManageForwarding(pages.services).setActive(form["active"] == "1", id, by: visit.principal)
        return Page.seeOther("/admin/forwarding/\(id)")
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
            .link(target.name, "\(Self.place)/\(target.id)"), .text(kind(target.kind, wording)), .code(standing.url),
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
        let wording = visit.wording
        return visit.form(
            Self.place, .addTarget,
            [
                Field("name", wording(.name), isRequired: true),
                Field(
                    "kind", wording(.kindField),
                    .choice([("1", wording(.kindRecordStore)), ("2", wording(.kindWebhook))])),
                Field("url", wording(.addressField), .input("url"), help: wording(.addressHelp), isRequired: true),
                Field("version", wording(.xapiVersion), .choice([("1.0.3", "1.0.3"), ("2.0.0", "2.0.0")])),
                Field("key", wording(.keyID)), Field("secret", wording(.secret), .input("password")),
            ] + StatementSearchForm.fields(wording).prefix(4) + [Field("from-start", wording(.fromStart), .check)])
    }

    func add(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        do {
            let search = try StatementSearchForm(services, visit.wording).search(form)
            var settings = ForwardingSettings(
                name: String(form["name"].prefix(200)),
                kind: form["kind"] == "2" ? .webhook : .recordStore, url: form["url"])
            settings.version = form["version"].isEmpty ? "1.0.3" : form["version"]
            settings.keyID = form["key"]
            settings.secret = Secret(form["secret"])
            (settings.agent, settings.verb) = (search.agent, search.verb)
            (settings.activity, settings.registration) = (search.activity, search.registration)
            let added = try await ManageForwarding(services).add(
                settings, fromStart: !form["from-start"].isEmpty, by: visit.principal)
            guard settings.kind == .webhook else { return Page.seeOther("\(Self.place)/\(added.id)") }
            return try await shown(added.secret, visit)
        } catch let error as ServiceError where error.isAboutInput {
            return try await list(visit, [], error, form).response(after: error)
        }
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

    func target(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let wording = visit.wording
        let (standing, refusals) = try await ManageForwarding(services).find(id, for: visit.principal)
        let target = standing.target
        var facts: [(label: String, cell: Cell)] = [
            (wording(.kindField), .text(kind(target.kind, wording))), (wording(.addressField), .code(standing.url)),
            (wording(.status), status(standing, wording)), (wording(.sentCount), .number(target.sent, wording)),
            (wording(.refusedCount), .number(target.refused, wording)),
            (wording(.reachedAt), .moment(target.reached.stored, wording)),
        ]
        if let delivery = standing.delivery {
            facts.append((wording(.lastNote), .link(delivery.note ?? "\(delivery.id)", "/admin/outbox/\(delivery.id)")))
        }
        let table = Table(
            wording(.refusedCount), columns: [wording(.date), wording(.statement), wording(.httpStatus)],
            rows: refusals.map {
                [
                    .moment($0.refusedAt, wording), .link("\($0.statement)", "/admin/statements/\($0.statement)"),
                    .figure("\($0.status)"),
                ]
            }, whenEmpty: wording(.noRefusals))
        var toggle = visit.form("\(Self.place)/\(id)/active", target.isActive ? .switchOff : .switchOn, [])
        toggle.hidden = [("active", target.isActive ? "0" : "1")]
        var removal = visit.form("\(Self.place)/\(id)/remove", .removeTarget, [])
        removal.isDangerous = true
        return visit.page(
            target.name, [.facts(facts), .table(table), .form(toggle), .form(removal)], current: .forwarding,
            up: (wording(.navForwarding), Self.place))
    }
}

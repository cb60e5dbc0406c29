import Access
import Hummingbird
import Outbox
import Texts
import Values
import Workflows

/// Deliveries: what waits, what was given up and what went, each with all its tries.
func addDeliveryPages(to routes: StaffRoutes) {
    let pages = DeliveryPages(services: routes.services)
    routes.page("outbox") { visit, request, _ in try await pages.list(visit, request) }
    routes.page("outbox/:message") { visit, _, context in
        try await pages.delivery(visit, try DeliveryPages.number(context))
    }
    routes.form("outbox/replay") { visit, form, _ in try await pages.replayAll(visit, form) }
    routes.form("outbox/:message/replay") { visit, _, context in
        let id = try DeliveryPages.number(context)
        try await ReadOutbox(pages.services).replay(id, by: visit.principal)
        return Page.seeOther("/admin/outbox/\(id)")
    }
}

struct DeliveryPages: Sendable {
    private static let length = 50
    let services: Services

    static func number(_ context: LecternRequestContext) throws -> Int64 {
        guard let id = context.parameters.get("message").flatMap({ Int64($0) }) else {
            throw ServiceError(.notFound, "There is no such page.")
        }
        return id
    }

    func list(_ visit: StaffVisit, _ request: Request) async throws -> Page {
        let wording = visit.wording
        let chosen = DeliveryChoice(request.uri)
        let before = request.uri.queryParameters["before"].flatMap { Int64($0) }
        let list = try await ReadOutbox(services).list(
            chosen.filter, before: before, limit: Self.length, for: visit.principal)
        let cards = DeliveryChoice.states.map { state, name in
            Block.Card(
                wording.number(list.counts[state] ?? 0), StateWords.text(of: state, wording),
                href: chosen.path(state: name))
        }
        var blocks: [Block] = [.cards(cards), .form(chosen.form(visit, list.platforms))]
        blocks.append(.table(DeliveryView(visit: visit).table(list.deliveries)))
        if list.deliveries.count == Self.length, let last = list.deliveries.last {
            blocks.append(.older(label: wording(.older), href: chosen.path(before: last.entry.id)))
        }
        let platform = list.platforms.first { $0.id == chosen.filter.party }
        if let platform, list.counts[.dead] ?? 0 > 0 { blocks.append(.form(again(visit, platform, chosen))) }
        return visit.page(wording(.navOutbox), blocks, current: .outbox)
    }

    private func again(
        _ visit: StaffVisit, _ platform: (id: UUID16, name: String), _ chosen: DeliveryChoice
    ) -> FormView {
        FormView(
            action: "/admin/outbox/replay", submit: visit.wording(.sendAllAgain, ["platform": platform.name]),
            formToken: visit.formToken, fields: [],
            hidden: [("platform", platform.id.description), ("topic", chosen.filter.topic ?? "")])
    }

    func replayAll(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        guard let platform = UUID16(form["platform"]) else {
            throw ServiceError(.invalid, visit.wording(.chooseOne))
        }
        let topic = form["topic"].isEmpty ? nil : form["topic"]
        try await ReadOutbox(services).replayAll(of: platform, topic: topic, by: visit.principal)
        return Page.seeOther(DeliveryChoice(OutboxFilter(topic: topic, party: platform)).path())
    }

    func delivery(_ visit: StaffVisit, _ id: Int64) async throws -> Page {
        let wording = visit.wording
        let (delivery, attempts) = try await ReadOutbox(services).run(id, for: visit.principal)
        let view = DeliveryView(visit: visit)
        var blocks: [Block] = [.facts(view.facts(delivery)), .table(view.tries(attempts))]
        if delivery.entry.state != .delivered {
            blocks.append(.form(visit.form("/admin/outbox/\(id)/replay", .sendAgain, [])))
        }
        return visit.page(
            "\(wording(.navOutbox)) \(id)", blocks, current: .outbox, up: (wording(.navOutbox), "/admin/outbox"))
    }
}

import Access
import Hummingbird
import Outbox
import Texts
import Values
import Workflows

/// Deliveries, and the audit log's check.
func addOperationPages(to routes: StaffRoutes) {
    let pages = OperationPages(services: routes.services)
    routes.page("outbox") { visit, request, _ in try await pages.outbox(visit, request) }
    routes.page("outbox/:message") { visit, _, context in
        try await pages.delivery(visit, try OperationPages.number(context))
    }
    routes.form("outbox/:message/replay") { visit, _, context in
        let id = try OperationPages.number(context)
        try await ReadOutbox(pages.services).replay(id, by: visit.principal)
        return Page.seeOther("/admin/outbox/\(id)")
    }
    routes.page("audit") { visit, request, _ in try await AuditPage(services: pages.services).list(visit, request) }
    routes.form("audit/verify") { visit, _, _ in try await pages.verify(visit).response() }
}

struct OperationPages: Sendable {
    let services: Services

    static func number(_ context: LecternRequestContext) throws -> Int64 {
        guard let id = context.parameters.get("message").flatMap({ Int64($0) }) else {
            throw ServiceError(.notFound, "There is no such page.")
        }
        return id
    }

    func outbox(_ visit: StaffVisit, _ request: Request) async throws -> Page {
        let wording = visit.wording
        let names: [(OutboxState, String, TextKey)] = [
            (.waiting, "waiting", .deliveryWaiting), (.dead, "dead", .deliveryDead),
            (.delivered, "delivered", .deliveryDone),
        ]
        let asked = request.uri.queryParameters["state"].map(String.init)
        let state = names.first { $0.1 == asked }?.0
        let before = request.uri.queryParameters["before"].flatMap { Int64($0) }
        let list = try await ReadOutbox(services).list(state: state, before: before, for: visit.principal)
        let cards = names.map {
            Block.Card(wording.number(list.counts[$0.0] ?? 0), wording($0.2), href: "/admin/outbox?state=" + $0.1)
        }
        var blocks: [Block] = [.cards(cards), .table(table(list.entries, visit))]
        if list.entries.count == 50, let last = list.entries.last {
            blocks.append(.older(label: wording(.older), href: "/admin/outbox?state=\(asked ?? "")&before=\(last.id)"))
        }
        return visit.page(wording(.navOutbox), blocks, current: .outbox)
    }

    private func table(_ entries: [OutboxEntry], _ visit: StaffVisit) -> Table {
        let wording = visit.wording
        return Table(
            wording(.navOutbox),
            columns: [
                wording(.number), wording(.topic), wording(.status), wording(.tries), wording(.dueAt),
                wording(.lastNote), "",
            ],
            rows: entries.map { entry in
                [
                    .link("\(entry.id)", "/admin/outbox/\(entry.id)"), .code(entry.topic),
                    StateWords.badge(entry.state, wording), .number(entry.attempts, wording),
                    .moment(entry.finishedAt ?? entry.dueAt, wording), .text(entry.note ?? ""),
                    entry.state == .delivered
                        ? .text("") : visit.button(.sendAgain, "/admin/outbox/\(entry.id)/replay"),
                ]
            }, whenEmpty: wording(.noDeliveries))
    }

    func delivery(_ visit: StaffVisit, _ id: Int64) async throws -> Page {
        let wording = visit.wording
        let (entry, attempts) = try await ReadOutbox(services).run(id, for: visit.principal)
        let facts: [(label: String, cell: Cell)] = [
            (wording(.topic), .code(entry.topic)), (wording(.status), StateWords.badge(entry.state, wording)),
            (wording(.enqueuedAt), .moment(entry.enqueuedAt, wording)),
            (wording(.dueAt), entry.state == .waiting ? .moment(entry.dueAt, wording) : .text("")),
            (wording(.finishedAt), .moment(entry.finishedAt, wording)),
        ]
        let table = Table(
            wording(.tries),
            columns: [
                wording(.number), wording(.startedAt), wording(.finishedAt), wording(.outcome), wording(.details),
            ],
            rows: attempts.map { attempt in
                [
                    .figure("\(attempt.number)"), .moment(attempt.startedAt, wording),
                    .moment(attempt.finishedAt, wording), outcome(attempt.outcome, wording), .text(attempt.note),
                ]
            }, whenEmpty: wording(.noTries))
        var blocks: [Block] = [.facts(facts), .table(table)]
        if entry.state != .delivered {
            blocks.append(.form(visit.form("/admin/outbox/\(id)/replay", .sendAgain, [])))
        }
        return visit.page(
            "\(wording(.navOutbox)) \(id)", blocks, current: .outbox, up: (wording(.navOutbox), "/admin/outbox"))
    }

    private func outcome(_ outcome: OutboxAttempt.Outcome, _ wording: Wording) -> Cell {
        switch outcome {
        case .delivered: .badge(wording(.deliveryDone), kind: "good")
        case .retry: .badge(wording(.deliveryRetry), kind: "warn")
        case .failed: .badge(wording(.deliveryDead), kind: "bad")
        }
    }

    func verify(_ visit: StaffVisit) async throws -> Page {
        let wording = visit.wording
        let result = try await ReadAuditLog(services).verify(by: visit.principal)
        let text = wording(
            result.isSound ? .logSound : .logFaulty, ["heads": wording.number(result.headsChecked)],
            count: result.linesChecked)
        let faults = result.faults.prefix(200).map(\.description)
        return visit.page(
            wording(.navAudit), [.note(kind: result.isSound ? "good" : "bad", text: text, faults: faults)],
            current: .audit,
            up: (wording(.navAudit), "/admin/audit"))
    }
}

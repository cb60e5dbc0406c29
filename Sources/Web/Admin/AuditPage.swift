import Access
import Hummingbird
import Texts
import Values
import Workflows

/// The audit log, a hundred lines a page, searched in the database.
struct AuditPage: Sendable {
    private static let pageSize = 100
    let services: Services

    func list(_ visit: StaffVisit, _ request: Request) async throws -> Page {
        let query = AuditQuery(request)
        let lines =
            query.unreadableDays.isEmpty
            ? try await ReadAuditLog(services).run(
                query.filter, before: query.before, limit: Self.pageSize, for: visit.principal) : []
        var blocks: [Block] = [.form(query.form(visit)), .table(table(lines, visit.wording))]
        if lines.count == Self.pageSize, let last = lines.last {
            blocks.append(.older(label: visit.wording(.older), href: "/admin/audit?" + query.encoded(before: last.id)))
        }
        blocks.append(.form(visit.form("/admin/audit/verify", .verifyLog, [])))
        var page = visit.page(visit.wording(.navAudit), blocks, current: .audit)
        if !query.unreadableDays.isEmpty { page.status = .unprocessableContent }
        return page
    }

    private func table(_ lines: [AuditLine], _ wording: Wording) -> Table {
        Table(
            wording(.navAudit),
            columns: [
                wording(.date), wording(.auditActor), wording(.auditVerb), wording(.auditObject), wording(.countField),
                wording(.purpose), wording(.sealed),
            ],
            rows: lines.map { line in
                [
                    .moment(line.at, wording), .code("\(line.actorKind) \(line.actor.suffix(12))"), .code(line.verb),
                    .code("\(line.objectKind) \(line.object.suffix(12))"), .figure("\(line.count)"),
                    .text(line.purpose),
                    line.position.map { .figure("\($0)") } ?? .badge(wording(.unsealed), kind: "warn"),
                ]
            }, whenEmpty: wording(.noLines))
    }
}

/// What the page's address asks for; days are those of UTC, as the log has its times.
private struct AuditQuery {
    private let values: [(name: String, value: String)]
    let before: Int64?

    init(_ request: Request) {
        let sent = request.uri.queryParameters
        values = ["verb", "thing", "since", "until"].map { name in
            (name, sent[Substring(name)].map { String($0.prefix(100)) } ?? "")
        }
        before = sent["before"].flatMap { Int64($0) }
    }

    private subscript(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }

    var filter: AuditFilter {
        var filter = AuditFilter()
        (filter.verb, filter.thing) = (self["verb"], self["thing"])
        filter.since = day("since")
        filter.until = day("until")?.adding(seconds: 86_400)
        return filter
    }

    var unreadableDays: [String] { ["since", "until"].filter { !self[$0].isEmpty && day($0) == nil } }

    private func day(_ name: String) -> Instant? { Instant(rfc3339: self[name] + "T00:00:00Z") }

    func encoded(before: Int64) -> String {
        URLEncodedForm(values.filter { !$0.value.isEmpty } + [(name: "before", value: "\(before)")]).encoded
    }

    func form(_ visit: StaffVisit) -> FormView {
        let wording = visit.wording
        var form = visit.form(
            "/admin/audit", .search,
            [
                Field("verb", wording(.auditVerb), .input("search"), value: self["verb"]),
                Field("thing", wording(.auditObject), .input("search"), value: self["thing"]),
                Field("since", wording(.firstDay), .input("date"), value: self["since"], help: wording(.daysAreUTC)),
                Field("until", wording(.lastDay), .input("date"), value: self["until"], help: wording(.daysAreUTC)),
            ])
        for i in form.fields.indices where unreadableDays.contains(form.fields[i].name) {
            form.fields[i].fault = wording(.faultDay)
        }
        form.isGet = true
        return form
    }
}

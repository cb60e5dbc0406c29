import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// Launch records: a list, the way to one by its reference, and one with every check.
func addLaunchPages(to routes: StaffRoutes) {
    let pages = LaunchPages(services: routes.services)
    routes.response(.get, "launches") { visit, request, _ in try await pages.list(visit, request) }
    routes.page("launches/:launch") { visit, request, context in
        try await pages.launch(
            visit, try context.parameters.identifier("launch"),
            reference: request.uri.queryParameters["reference"].map(String.init))
    }
}

struct LaunchPages: Sendable {
    private static let length = 50
    let services: Services

    func list(_ visit: StaffVisit, _ request: Request) async throws -> Response {
        let query = request.uri.queryParameters
        let reference = query["reference"].map { $0.filter { !$0.isWhitespace } } ?? ""
        if !reference.isEmpty { return try await byReference(visit, reference) }
        let outcome = query["outcome"].flatMap { LaunchRecord.Outcome(rawValue: String($0)) }
        let before = query["before"].flatMap { Int64($0) }.map(Instant.init(microseconds:))
        let list = try await ReadLaunches(services).list(
            outcome: outcome, before: before, limit: Self.length, for: visit.principal)
        let wording = visit.wording
        var blocks: [Block] = [
            .form(referenceForm(visit)), .form(outcomeForm(visit, outcome)), .table(table(list, wording)),
        ]
        if list.records.count == Self.length, let last = list.records.last {
            let more = "/admin/launches?outcome=\(outcome?.rawValue ?? "")&before=\(last.at.microseconds)"
            blocks.append(.older(label: wording(.older), href: more))
        }
        return visit.page(wording(.navLaunches), blocks, current: .launches).response()
    }

    private func byReference(_ visit: StaffVisit, _ reference: String) async throws -> Response {
        if let found = try await ReadLaunches(services).find(reference: reference, for: visit.principal) {
            let query = URLEncodedForm([("reference", found.reference)])
            return Page.seeOther(query.appended(to: "/admin/launches/\(found.id)"))
        }
        var form = referenceForm(visit)
        form.fields[0].value = reference
        form.fields[0].fault = visit.wording(.launchReferenceUnknown)
        var page = visit.page(
            visit.wording(.navLaunches), [.form(form)], current: .launches,
            up: (visit.wording(.navLaunches), "/admin/launches"))
        page.status = .notFound
        return page.response()
    }

    private func referenceForm(_ visit: StaffVisit) -> FormView {
        var form = visit.form(
            "/admin/launches", .search,
            [
                Field(
                    "reference", visit.wording(.reference), .input("search"),
                    help: visit.wording(.launchReferenceHelp))
            ])
        form.isGet = true
        return form
    }

    private func outcomeForm(_ visit: StaffVisit, _ outcome: LaunchRecord.Outcome?) -> FormView {
        let wording = visit.wording
        let choices = LaunchRecord.Outcome.allCases.map {
            (value: $0.rawValue, label: StateWords.text(of: $0, wording))
        }
        var form = visit.form(
            "/admin/launches", .showChosen,
            [
                Field(
                    "outcome", wording(.outcome), .choice([(value: "", label: wording(.allOfThem))] + choices),
                    value: outcome?.rawValue ?? "")
            ])
        form.isGet = true
        return form
    }

    private func table(_ list: LaunchList, _ wording: Wording) -> Table {
        Table(
            wording(.navLaunches),
            columns: [
                wording(.date), wording(.reference), wording(.platformField), wording(.outcome), wording(.reasons),
            ],
            rows: list.records.map { record in
                [
                    .moment(record.at, wording), .link(record.reference, "/admin/launches/\(record.id)"),
                    platform(record.registration, list, wording), StateWords.badge(record.outcome, wording),
                    .code(record.reasons.joined(separator: ", ")),
                ]
            }, whenEmpty: wording(.noLaunches))
    }

    private func platform(_ id: UUID16?, _ list: LaunchList, _ wording: Wording) -> Cell {
        guard let id, let name = list.platforms[id] else { return .text(wording(.platformUnknown)) }
        return .link(name, "/admin/platforms/\(id)")
    }

    func launch(_ visit: StaffVisit, _ id: UUID16, reference: String?) async throws -> Page {
        let details = try await ReadLaunches(services).run(id, reference: reference, for: visit.principal)
        return visit.page(
            visit.wording(.launchOf, ["reference": details.record.reference]),
            LaunchRecordView(details: details, wording: visit.wording).blocks,
            current: .launches, up: (visit.wording(.navLaunches), "/admin/launches"))
    }
}

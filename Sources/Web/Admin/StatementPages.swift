import Access
import HTTPTypes
import Hummingbird
import JSON
import LearningRecords
import NIOCore
import Texts
import Values
import Workflows
import XAPI

/// Statements as they are stored: searched, read with what they prove, voided.
func addStatementPages(to routes: StaffRoutes) {
    let pages = StatementPages(services: routes.services)
    routes.page("statements") { visit, _, _ in try await pages.list(visit, nil) }
    routes.form("statements") { visit, form, _ in try await pages.search(visit, form) }
    routes.page("statements/:statement") { visit, _, context in
        try await pages.statement(visit, try context.parameters.identifier("statement"))
    }
    routes.response(.get, "statements/:statement/json") { visit, _, context in
        try await pages.download(visit, try context.parameters.identifier("statement"))
    }
    routes.form("statements/:statement/void") { visit, form, context in
        try await pages.void(visit, form, try context.parameters.identifier("statement"))
    }
}

struct StatementPages: Sendable {
    private static let place = "/admin/statements"
    let services: Services

    /// Posted, so that whom was searched for stands in no log and no history.
    func search(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        do { return try await list(visit, form).response() } catch let error as ServiceError where error.isAboutInput {
            let blocks = visit.blocks(of: searchForm(visit, nil), after: error, form)
            return visit.page(visit.wording(.navStatements), blocks, current: .statements).response(after: error)
        }
    }

    func list(_ visit: StaffVisit, _ form: FormBody?) async throws -> Page {
        let search = try form.map { try StatementSearchForm(services, visit.wording).search($0) }
        let page = try await BrowseStatements(services).list(search ?? StatementSearch(), by: visit.principal)
        var blocks: [Block] = [
            .paragraph(visit.wording(.statementsText)), .form(searchForm(visit, form)),
            .table(try table(page, visit.wording)),
        ]
        if let next = page.next {
            var older = searchForm(visit, form)
            older.submit = visit.wording(.older)
            older.hidden = older.fields.map { ($0.name, $0.value) } + StatementSearchForm.fields(of: next)
            older.fields = []
            blocks.append(.form(older))
        }
        return visit.page(visit.wording(.navStatements), blocks, current: .statements)
    }

    private func searchForm(_ visit: StaffVisit, _ sent: FormBody?) -> FormView {
        var form = visit.form(Self.place, .search, StatementSearchForm.fields(visit.wording))
        form.isFilter = true
        if let sent { for i in form.fields.indices { form.fields[i].keep(sent) } }
        return form
    }

    private func table(_ page: StatementPage, _ wording: Wording) throws -> Table {
        Table(
            wording(.navStatements),
            columns: [wording(.storedAt), wording(.actorField), wording(.verbField), wording(.objectField)],
            rows: try page.bodies.map { body in
                let line = try StatementLine(body, wording)
                return [
                    .link(line.stored, Self.place + "/" + line.id), .text(line.actor), .text(line.verb),
                    .text(line.object),
                ]
            }, whenEmpty: wording(.noStatements))
    }

    func statement(_ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil) async throws -> Page {
        let wording = visit.wording
        let found = try await BrowseStatements(services).one(id, by: visit.principal)
        let view = StatementView(found: found, links: AttachmentLinks(services), visit: visit)
        var blocks: [Block] = error.map { [.note(kind: "bad", text: $0.message)] } ?? []
        blocks += [
            .facts(try view.facts(Self.place)),
            .code(ReadableJSON.text(of: try JSONDocument(parsing: found.statement.body).root)),
        ]
        if found.mayBeVoided, visit.principal.may(.voidStatements) {
            var form = visit.form(
                "\(Self.place)/\(id)/void", .voidStatement, [Field("reason", wording(.reason), isRequired: true)])
            form.isDangerous = true
            blocks += [
                .heading(wording(.voidStatement)), .paragraph(wording(.voidStatementText)),
                .paragraph(wording(.voidHidesText)), .form(form),
            ]
        } else if found.voidedBy != nil {
            blocks.append(.paragraph(wording(.voidHidesText)))
        }
        return visit.page(
            id.description, blocks, current: .statements, up: (wording(.navStatements), Self.place))
    }

    /// As it is stored, byte for byte.
    func download(_ visit: StaffVisit, _ id: UUID16) async throws -> Response {
        let body = try await BrowseStatements(services).download(id, by: visit.principal)
        let headers: HTTPFields = [
            .contentType: "application/json", .contentDisposition: "attachment; filename=\"\(id).json\"",
            .cacheControl: "no-store",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    func void(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            try await VoidStatement(services).run(
                id, reason: String(form["reason"].prefix(500)), by: visit.principal)
            return Page.seeOther("\(Self.place)/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await statement(visit, id, error).response(after: error)
        }
    }
}

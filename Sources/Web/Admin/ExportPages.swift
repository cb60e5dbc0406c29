import Access
import Hummingbird
import Texts
import Values
import Workflows

/// Reports and learning records as files, each with its signed report in one zip.
func addExportPages(to routes: StaffRoutes) {
    let pages = ExportPages(services: routes.services)
    routes.page("exports") { visit, _, _ in try await pages.show(visit) }
    routes.form("exports/completions") { visit, form, _ in try await pages.export(.completions, visit, form) }
    routes.form("exports/statements") { visit, form, _ in try await pages.export(.statements, visit, form) }
}

struct ExportPages: Sendable {
    enum Kind: String { case completions, statements }

    let services: Services

    func show(
        _ visit: StaffVisit, _ kind: Kind? = nil, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let wording = visit.wording
        try visit.principal.require(.exportReports)
        let form = ExportForm(services: services, wording: wording)
        let courses =
            visit.principal.may(.seeEveryCohort) ? try await ReadCourses(services).list(for: visit.principal) : []
        let completions = visit.form("/admin/exports/completions", .download, form.completions(courses))
        var blocks: [Block] = [.paragraph(wording(.exportsText)), .heading(wording(.exportCompletions))]
        blocks += visit.blocks(of: completions, after: kind == .completions ? error : nil, sent)
        if visit.principal.may(.exportStatements) {
            let statements = visit.form("/admin/exports/statements", .download, form.statements)
            blocks.append(.heading(wording(.exportStatements)))
            blocks += visit.blocks(of: statements, after: kind == .statements ? error : nil, sent)
        }
        return visit.page(wording(.navExports), blocks, current: .exports)
    }

    func export(_ kind: Kind, _ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        let download = try Download(named: Hexadecimal.encode(services.world.randomBytes(16)))
        do {
            let reader = ExportForm(services: services, wording: visit.wording)
            let options = try kind == .completions ? reader.completions(form) : reader.statements(form)
            let file = kind == .completions ? "completions.csv" : "statements.ndjson"
            let run = RunExport(services)
            let result =
                kind == .completions
                ? try await run.completions(
                    options, to: download.path(file), purpose: form["purpose"], by: visit.principal)
                : try await run.statements(
                    options, to: download.path(file), purpose: form["purpose"], by: visit.principal)
            let report = String(result.reportPath.split(separator: "/").last ?? "")
            try download.zip([file, report], as: kind.rawValue + ".zip", at: services.world.now())
            return try download.response(kind.rawValue + ".zip", type: "application/zip")
        } catch let error as ServiceError where error.isAboutInput {
            download.discard()
            return try await show(visit, kind, error, form).response(after: error)
        } catch {
            download.discard()
            throw error
        }
    }
}

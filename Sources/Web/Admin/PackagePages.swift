import Access
import Content
import ContentPackages
import Foundation
import Glibc
import Hummingbird
import Texts
import Values
import Workflows

/// The stored packages, and the upload of another.
func addPackagePages(to routes: StaffRoutes) {
    let pages = PackagePages(services: routes.services)
    let desk = routes.desk
    routes.page("packages") { visit, _, _ in try await pages.list(visit) }
    routes.page("packages/:version/remove") { visit, _, context in
        try await pages.askToRemove(visit, try context.parameters.identifier("version"))
    }
    routes.form("packages/:version/remove") { visit, _, context in
        try visit.principal.require(.managePackages)
        try await RemovePackage(pages.services).run(
            version: try context.parameters.identifier("version"), tenant: visit.principal.tenant,
            by: .staff(visit.principal.user))
        return Page.seeOther("/admin/packages")
    }
    routes.response(.post, "packages") { visit, request, _ in try await pages.upload(visit, request, desk.forms) }
}

struct PackagePages: Sendable {
    /// The most that an upload may hold: 1 GiB.
    private static let maximumBytes = 1 << 30
    let services: Services

    func list(_ visit: StaffVisit, notes: [Block] = []) async throws -> Page {
        let wording = visit.wording
        let packages = try await ReadPackages(services).list(for: visit.principal)
        let table = Table(
            wording(.navPackages),
            columns: [
                wording(.titleField), wording(.kindField), wording(.version), wording(.size), wording(.importedAt), "",
            ],
            rows: packages.map { package, version in
                [
                    .text(package.title), .code(package.kind.rawValue), .figure("\(version.number)"),
                    .figure(wording(.kilobytes, count: Int(version.size / 1_024))),
                    .moment(version.importedAt, wording),
                    .link(wording(.removePackage), "/admin/packages/\(version.id)/remove"),
                ]
            }, whenEmpty: wording(.noPackages))
        var form = visit.form(
            "/admin/packages", .uploadPackage,
            [Field("file", wording(.packageFile), .input("file"), help: wording(.packageFileHelp), isRequired: true)])
        form.isUpload = true
        return visit.page(
            wording(.navPackages), notes + [.table(table), .heading(wording(.uploadPackage)), .form(form)],
            current: .packages)
    }

    func askToRemove(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let packages = try await ReadPackages(services).list(for: visit.principal)
        guard let found = packages.first(where: { $0.1.id == id }) else {
            throw ServiceError(.notFound, "There is no such package.")
        }
        return visit.question(
            "\(visit.wording(.removePackage)): \(found.0.title) \(found.1.number)", visit.wording(.removePackageText),
            action: "/admin/packages/\(id)/remove", .removePackage, [], current: .packages,
            up: (visit.wording(.navPackages), "/admin/packages"))
    }

    /// Keeps the upload beside the packages, imports it, and shows the report.
    func upload(_ visit: StaffVisit, _ request: Request, _ forms: CrossSiteGuard) async throws -> Response {
        try visit.principal.require(.managePackages)
        let session = StaffDesk.key(request.cookie(named: StaffDesk.cookieName) ?? "")
        let name = "lectern-upload-" + Hexadecimal.encode(services.world.randomBytes(16))
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        defer { unlink(path) }
        let upload = try await MultipartUpload.read(request, to: path, maximumBytes: Self.maximumBytes) { upload in
            try forms.check(token: upload.fields[CrossSiteGuard.fieldName] ?? "", session: session, request: request)
        }
        guard upload.file != nil else {
            let missing = ServiceError(.unprocessable, visit.wording(.packageMissing))
            return try await list(visit, notes: [.note(kind: "bad", text: missing.message)]).response(after: missing)
        }
        do {
            let report = try await ImportPackage(services).run(
                file: path, tenant: visit.principal.tenant, by: .staff(visit.principal.user))
            return try await list(visit, notes: notes(report, visit.wording)).response()
        } catch let error as ServiceError where error.code == .unprocessable {
            let faults = error.faults.map { $0.place.isEmpty ? $0.message : $0.place + ": " + $0.message }
            return try await list(
                visit, notes: [.note(kind: "bad", text: visit.wording(.packageRefused), faults: faults)]
            )
            .response(after: error)
        }
    }

    private func notes(_ report: ImportReport, _ wording: Wording) -> [Block] {
        let isNew = report.imported?.isNew ?? true
        let text = wording(
            isNew ? .packageImported : .packageKnown, ["title": report.title], count: report.launchable.count)
        let warnings = report.warnings.map(\.description)
        return [.note(kind: warnings.isEmpty ? "good" : "warn", text: text, faults: warnings)]
    }
}

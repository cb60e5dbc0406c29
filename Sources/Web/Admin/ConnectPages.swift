import Access
import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// How to connect each kind of platform: its own names of the fields with our values, invitations, and the test of a
/// connection.
func addConnectPages(to routes: StaffRoutes) {
    let pages = ConnectPages(services: routes.services)
    routes.page("platforms/connect") { visit, _, _ in try pages.overview(visit) }
    routes.page("platforms/connect/:kind") { visit, _, context in
        guard let kind = context.parameters.get("kind").flatMap(PlatformKind.init) else {
            throw ServiceError(.notFound, visit.wording(.errorNotFound))
        }
        return try pages.instructions(visit, kind)
    }
    routes.form("platforms/invite") { visit, form, _ in
        do { return try await pages.invite(visit, form) } catch let error as ServiceError where error.isAboutInput {
            return try pages.overview(visit, error, form).response(after: error)
        }
    }
    routes.form("platforms/:platform/test") { visit, _, context in
        try await pages.test(visit, try context.parameters.identifier("platform")).response()
    }
}

struct ConnectPages: Sendable {
    let services: Services

    func overview(_ visit: StaffVisit, _ error: ServiceError? = nil, _ sent: FormBody? = nil) throws -> Page {
        try visit.principal.require(.managePlatforms)
        let wording = visit.wording
        let kinds = PlatformKind.allCases.map { ($0.name, "/admin/platforms/connect/" + $0.rawValue) }
        return page(
            visit, wording(.connectTitle),
            [.paragraph(wording(.connectText)), .links(kinds), .heading(wording(.inviteTitle))]
                + [.paragraph(wording(.inviteText))] + visit.blocks(of: inviteForm(visit), after: error, sent))
    }

    private func inviteForm(_ visit: StaffVisit) -> FormView {
        visit.form(
            "/admin/platforms/invite", .inviteMake,
            [
                Field("issuer", visit.wording(.inviteIssuer), .input("url")),
                Field("profiles", visit.wording(.registerProfiles), .check, value: "1"),
            ])
    }

    func instructions(_ visit: StaffVisit, _ kind: PlatformKind) throws -> Page {
        try visit.principal.require(.managePlatforms)
        let wording = visit.wording
        let title = wording(.connectFields, ["platform": kind.name])
        let rows = ToolDescription(services.settings).fields(of: kind).map { [Cell.text($0.field), .code($0.value)] }
        let table = Table(
            title, columns: [wording(.connectField), wording(.connectValue)], rows: rows, whenEmpty: wording(.none))
        let more: [Block] =
            kind.registersByItself
            ? [.heading(wording(.inviteTitle)), .paragraph(wording(.inviteText)), .form(inviteForm(visit))]
            : [.paragraph(wording(.connectBack))]
        let frames: [Block] = kind == .openEdX ? [.paragraph(wording(.connectFrames))] : []
        return page(visit, title, [.table(table)] + frames + more)
    }

    func invite(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        let code = try await InvitePlatform(services).run(
            trustedIssuer: form["issuer"], keepsProfiles: form["profiles"] == "1", by: visit.principal)
        let url = URLEncodedForm([("invite", code)]).appended(to: ToolDescription(services.settings).registrationURL)
        let wording = visit.wording
        return page(
            visit, wording(.inviteTitle),
            [.paragraph(wording(.inviteText)), .facts([(wording(.inviteTitle), .code(url))])]
        ).response()
    }

    /// Tries the platform out; reading its services changes nothing there.
    func test(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        try visit.principal.require(.managePlatforms)
        let findings = try await TestPlatform(services).run(id, tenant: visit.principal.tenant)
        let wording = visit.wording
        let rows = findings.map { finding -> [Cell] in
            let badge = finding.isGood ? (wording(.testGood), "good") : (wording(.testBad), "bad")
            return [.text(finding.what), .badge(badge.0, kind: badge.1), .text(finding.words)]
        }
        let table = Table(
            wording(.testResults), columns: [wording(.testedWhat), wording(.status), wording(.details)], rows: rows,
            whenEmpty: wording(.none))
        return visit.page(
            wording(.testResults), [.table(table)], current: .platforms,
            up: (wording(.navPlatforms), "/admin/platforms/\(id)"))
    }

    private func page(_ visit: StaffVisit, _ title: String, _ blocks: [Block]) -> Page {
        visit.page(title, blocks, current: .platforms, up: (visit.wording(.navPlatforms), "/admin/platforms"))
    }
}

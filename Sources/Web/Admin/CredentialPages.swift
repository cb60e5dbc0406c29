import Access
import Hummingbird
import Texts
import Values
import Workflows

/// Credentials of LRS clients: issued, rotated with an overlap, revoked at once. A secret is shown once.
func addCredentialPages(to routes: StaffRoutes) {
    let pages = CredentialPages(services: routes.services)
    routes.page("credentials") { visit, _, _ in try await pages.list(visit) }
    routes.form("credentials") { visit, form, _ in try await pages.add(visit, form) }
    routes.form("credentials/:credential/rotate") { visit, _, context in
        try await pages.rotate(visit, context.parameters.get("credential") ?? "")
    }
    routes.form("credentials/:credential/revoke") { visit, _, context in
        try await pages.revoke(visit, context.parameters.get("credential") ?? "")
    }
}

struct CredentialPages: Sendable {
    private static let place = "/admin/credentials"
    /// How long an old secret works beside the new one, in seconds.
    private static let overlap: Int64 = 7 * 86_400
    let services: Services

    func list(_ visit: StaffVisit, _ first: [Block] = []) async throws -> Page {
        try visit.principal.require(.manageCredentials)
        let wording = visit.wording
        let credentials = try await ManageCredentials(services).list(of: visit.principal.tenant)
        let table = Table(
            wording(.navCredentials),
            columns: [wording(.name), wording(.keyID), wording(.scopes), wording(.addedAt), wording(.status), ""],
            rows: credentials.map { row($0, visit) }, whenEmpty: wording(.noCredentials))
        return visit.page(
            wording(.navCredentials),
            first + [
                .paragraph(wording(.credentialsText)), .table(table), .heading(wording(.addCredential)),
                .form(addForm(visit)),
            ], current: .credentials)
    }

    private func row(_ credential: CredentialSummary, _ visit: StaffVisit) -> [Cell] {
        let base = "\(Self.place)/\(credential.keyID)"
        let isRevoked = credential.revokedAt != nil
        return [
            .text(credential.name), .code(credential.keyID), .code(credential.scopes.text),
            .moment(credential.createdAt, visit.wording),
            isRevoked
                ? .badge(visit.wording(.revoked), kind: "bad") : visit.button(.rotateSecret, base + "/rotate"),
            isRevoked ? .text("") : visit.button(.revoke, base + "/revoke"),
        ]
    }

    private func addForm(_ visit: StaffVisit) -> FormView {
        visit.form(
            Self.place, .addCredential,
            [Field("name", visit.wording(.name), isRequired: true)]
                + XAPIScope.allCases.map { Field("scope-" + $0.rawValue, $0.rawValue, .check) }
                + [
                    Field("rate", visit.wording(.rateField), .input("number"), help: visit.wording(.rateHelp))
                ])
    }

    func add(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        try visit.principal.require(.manageCredentials)
        let scopes = XAPIScope.allCases.filter { !form["scope-" + $0.rawValue].isEmpty }
        var faults: [ServiceError.Fault] = []
        if form["name"].isEmpty { faults.append(.init("name", visit.wording(.faultMissing))) }
        if scopes.isEmpty { faults.append(.init("scope-" + XAPIScope.allCases[0].rawValue, visit.wording(.chooseOne))) }
        let rate = Int(form["rate"])
        if !form["rate"].isEmpty, rate.map({ $0 < 0 }) ?? true {
            faults.append(.init("rate", visit.wording(.rateHelp)))
        }
        guard faults.isEmpty else {
            let error = ServiceError(.unprocessable, visit.wording(.faultsInForm), faults: faults)
            let blocks = visit.blocks(of: addForm(visit), after: error, form)
            return visit.page(visit.wording(.navCredentials), blocks, current: .credentials).response(after: error)
        }
        let issued = try await ManageCredentials(services).add(
            name: String(form["name"].prefix(200)), scopes: XAPIScopes(Set(scopes)), rate: rate,
            tenant: visit.principal.tenant, by: .staff(visit.principal.user))
        return try await shown(issued, visit)
    }

    func rotate(_ visit: StaffVisit, _ keyID: String) async throws -> Response {
        try visit.principal.require(.manageCredentials)
        let issued = try await ManageCredentials(services).rotate(
            keyID, overlap: Self.overlap, tenant: visit.principal.tenant, by: .staff(visit.principal.user))
        return try await shown(issued, visit)
    }

    func revoke(_ visit: StaffVisit, _ keyID: String) async throws -> Response {
        try visit.principal.require(.manageCredentials)
        try await ManageCredentials(services).revoke(
            keyID, tenant: visit.principal.tenant, by: .staff(visit.principal.user))
        return Page.seeOther(Self.place)
    }

    /// No redirect, since the secret stands nowhere but in this answer.
    private func shown(_ issued: IssuedCredential, _ visit: StaffVisit) async throws -> Response {
        let wording = visit.wording
        return try await list(
            visit,
            [
                .note(kind: "good", text: wording(.secretShownOnce)),
                .facts([
                    (wording(.keyID), .code(issued.keyID)), (wording(.secret), .code(issued.secret.reveal())),
                    (wording(.endpoint), .code(services.settings.publicURL + "/xapi")),
                ]),
            ]
        ).response()
    }
}

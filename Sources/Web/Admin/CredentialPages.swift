import Access
import Hummingbird
import Texts
import Values
import Workflows

/// Credentials of LRS clients: issued, changed, rotated with an overlap, revoked at once. A secret is shown once.
func addCredentialPages(to routes: StaffRoutes) {
    let pages = CredentialPages(services: routes.services)
    routes.page("credentials") { visit, _, _ in try await pages.list(visit) }
    routes.form("credentials") { visit, form, _ in try await pages.add(visit, form) }
    routes.page("credentials/:credential") { visit, _, context in
        try await pages.one(visit, context.parameters.get("credential") ?? "")
    }
    routes.form("credentials/:credential") { visit, form, context in
        try await pages.change(visit, form, context.parameters.get("credential") ?? "")
    }
    routes.form("credentials/:credential/rotate") { visit, form, context in
        try await pages.rotate(visit, form, context.parameters.get("credential") ?? "")
    }
    routes.page("credentials/:credential/revoke") { visit, _, context in
        try await pages.askToRevoke(visit, context.parameters.get("credential") ?? "")
    }
    routes.form("credentials/:credential/revoke") { visit, _, context in
        try await pages.revoke(visit, context.parameters.get("credential") ?? "")
    }
}

struct CredentialPages: Sendable {
    private static let place = "/admin/credentials"
    let services: Services

    func list(
        _ visit: StaffVisit, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        try visit.principal.require(.manageCredentials)
        let wording = visit.wording
        let credentials = try await ManageCredentials(services).list(of: visit.principal.tenant)
        let table = Table(
            wording(.navCredentials),
            columns: [wording(.name), wording(.keyID), wording(.scopes), wording(.addedAt), wording(.status)],
            rows: credentials.map { row($0, wording) }, whenEmpty: wording(.noCredentials))
        let form = visit.form(Self.place, .addCredential, CredentialForm(wording: wording).fields())
        return visit.page(
            wording(.navCredentials),
            [.paragraph(wording(.credentialsText)), .table(table), .heading(wording(.addCredential))]
                + visit.blocks(of: form, after: error, sent), current: .credentials)
    }

    private func row(_ credential: CredentialSummary, _ wording: Wording) -> [Cell] {
        [
            .link(credential.name, "\(Self.place)/\(credential.keyID)"), .code(credential.keyID),
            .code(credential.scopes.text), .moment(credential.createdAt, wording), status(credential, wording),
        ]
    }

    private func status(_ credential: CredentialSummary, _ wording: Wording) -> Cell {
        credential.revokedAt == nil
            ? .badge(wording(.deploymentActive), kind: "good") : .badge(wording(.revoked), kind: "bad")
    }

    func one(
        _ visit: StaffVisit, _ keyID: String, _ first: [Block] = [], _ error: ServiceError? = nil,
        _ sent: FormBody? = nil
    ) async throws -> Page {
        try visit.principal.require(.manageCredentials)
        let wording = visit.wording
        let credential = try await ManageCredentials(services).find(keyID, of: visit.principal.tenant)
        var blocks = first + [.facts(facts(credential, wording))]
        if credential.revokedAt == nil {
            let place = "\(Self.place)/\(keyID)"
            let change = visit.form(place, .save, CredentialForm(wording: wording).fields(credential))
            blocks += [
                .heading(wording(.rotateSecret)),
                .form(visit.form(place + "/rotate", .rotateSecret, [CredentialForm.overlaps(wording)])),
                .heading(wording(.changeCredential)),
            ]
            blocks += visit.blocks(of: change, after: error, sent)
            blocks.append(.links([(wording(.revoke), place + "/revoke")]))
        }
        return visit.page(
            credential.name, blocks, current: .credentials, up: (wording(.navCredentials), Self.place))
    }

    private func facts(_ credential: CredentialSummary, _ wording: Wording) -> [(label: String, cell: Cell)] {
        [
            (wording(.endpoint), .code(services.settings.publicURL + "/xapi")),
            (wording(.keyID), .code(credential.keyID)), (wording(.status), status(credential, wording)),
            (wording(.scopes), .code(credential.scopes.text)),
            (wording(.rateField), credential.rate.map { .number($0, wording) } ?? .text("")),
            (wording(.addedAt), .moment(credential.createdAt, wording)),
            (wording(.earlierSecretEnds), .moment(credential.earlierSecretEnds, wording)),
            (wording(.revoked), .moment(credential.revokedAt, wording)),
        ]
    }

    func add(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        try visit.principal.require(.manageCredentials)
        do {
            let (name, scopes, rate) = try CredentialForm(wording: visit.wording).settings(form)
            let issued = try await ManageCredentials(services).add(
                name: name, scopes: scopes, rate: rate, tenant: visit.principal.tenant,
                by: .staff(visit.principal.user))
            return try await shown(issued, visit)
        } catch let error as ServiceError where error.isAboutInput {
            return try await list(visit, error, form).response(after: error)
        }
    }

    func change(_ visit: StaffVisit, _ form: FormBody, _ keyID: String) async throws -> Response {
        try visit.principal.require(.manageCredentials)
        do {
            let (name, scopes, rate) = try CredentialForm(wording: visit.wording).settings(form)
            try await ManageCredentials(services).change(
                keyID, name: name, scopes: scopes, rate: rate, tenant: visit.principal.tenant,
                by: .staff(visit.principal.user))
            return Page.seeOther("\(Self.place)/\(keyID)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await one(visit, keyID, [], error, form).response(after: error)
        }
    }

    func rotate(_ visit: StaffVisit, _ form: FormBody, _ keyID: String) async throws -> Response {
        try visit.principal.require(.manageCredentials)
        let issued = try await ManageCredentials(services).rotate(
            keyID, overlap: try CredentialForm.overlap(form), tenant: visit.principal.tenant,
            by: .staff(visit.principal.user))
        return try await shown(issued, visit)
    }

    func askToRevoke(_ visit: StaffVisit, _ keyID: String) async throws -> Page {
        try visit.principal.require(.manageCredentials)
        let credential = try await ManageCredentials(services).find(keyID, of: visit.principal.tenant)
        return visit.question(
            "\(visit.wording(.revoke)): \(credential.name)", visit.wording(.revokeText),
            action: "\(Self.place)/\(keyID)/revoke", .revoke, [], current: .credentials,
            up: (credential.name, "\(Self.place)/\(keyID)"))
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
        return try await one(
            visit, issued.keyID,
            [
                .note(kind: "good", text: wording(.secretShownOnce)),
                .facts([(wording(.secret), .code(issued.secret.reveal()))]),
            ]
        ).response()
    }
}

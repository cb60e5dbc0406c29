import Access
import DemoData
import DemoJourney
import DemoLMS
import Exports
import Foundation
import JSON
import Privacy
import Server
import Values
import Workflows

/// What administrator and privacy officer do on the walk.
extension WalkSteps {
    func administer() async throws {
        let services = stage.opened.services
        let principals = try await step("administrator and privacy officer sign in") {
            try await signIn(DemoTenant.administrator)
            try await signIn(DemoTenant.privacyOfficer)
            let staff = try await ManageStaff(services).list(of: DemoTenant.tenant)
            let principals = staff.map {
                StaffPrincipal(tenant: DemoTenant.tenant, user: $0.id, roles: $0.roles)
            }
            return (principals, "\(principals.count) sessions")
        }
        guard let administrator = principals.first(where: { $0.may(.exportStatements) }) else {
            throw BrowserClient.Failure(description: "nobody may export")
        }
        try await export(as: administrator)
        try await erase(approvedBy: principals)
    }

    private func signIn(_ user: (login: String, password: String)) async throws {
        let browser = BrowserClient()
        let page = try await browser.get(publicURL + "/admin/sign-in")
        let answer = try await browser.submit(
            page.form(to: "sign-in"), adding: [("login", user.login), ("password", user.password)])
        try check(
            answer.status == 200 && !answer.url.hasSuffix("sign-in"), "\(user.login) can't sign in: \(answer.status)")
    }

    private func export(as principal: StaffPrincipal) async throws {
        let services = stage.opened.services
        let run = RunExport(services)
        try await step("compliance report (completions.csv)") {
            let result = try await run.completions(
                ExportOptions(), to: path("completions.csv"), purpose: "demo", by: principal)
            try check(result.file.rows > 0, "the report is empty")
            return ((), "\(try verified(result)) rows")
        }
        try await step("statements (statements.ndjson)") {
            let result = try await run.statements(
                ExportOptions(), to: path("statements.ndjson"), purpose: "demo", by: principal)
            try check(result.file.rows >= 15, "only \(result.file.rows) statements")
            return ((), "\(try verified(result)) statements")
        }
        try await step("the learner's data (privacy-package.zip)") {
            let files = try await AnswerDataRequest(services).package(
                of: learnerChoice, to: path("privacy-package.zip"), tenant: principal.tenant,
                by: .staff(principal.user)
            ).files.count
            return ((), "\(files) files")
        }
    }

    /// The rows of an export whose signed report vouches for it.
    private func verified(_ result: ExportResult) throws -> Int {
        let outcome = try VerifyDocument.run(file: result.reportPath, keys: stage.opened.services.keyring.keysEver)
        try check(outcome.isSound && !outcome.intact.isEmpty, "the signed report doesn't vouch for \(result.path)")
        return result.file.rows
    }

    private func erase(approvedBy principals: [StaffPrincipal]) async throws {
        let services = stage.opened.services
        let erase = ErasePerson(services)
        let approvers = principals.filter { $0.may(.approveErasure) }
        let certificate = path("erasure-certificate.json")
        try await step("the learner is erased, approved by two") {
            let request = try await erase.request(
                learnerChoice, ground: .consentWithdrawn, tenant: DemoTenant.tenant, by: .staff(approvers[0].user))
            for approver in approvers { _ = try await erase.approve(request.id, by: approver) }
            let done = try await erase.execute(
                request.id, confirmation: request.number, tenant: DemoTenant.tenant, by: .staff(approvers[0].user))
            try Data((done.certificate ?? "").utf8).write(to: URL(filePath: certificate))
            return ((), "request \(done.number)")
        }
        try await step("the certificate is genuine") {
            ((), try VerifyDocument.run(file: certificate, keys: services.keyring.keysEver).kind.rawValue)
        }
        try await step("the next launch begins with nothing") {
            let page = try await visit.launch("tides", as: Self.learner)
            let done = page.text.matches(of: /class="tick done"/).count
            try check(page.status == 200 && done == 0, "the erased person's progress came back")
            return ((), "\(done) of 3 done")
        }
    }

    private var learnerChoice: PersonChoice { .lti(issuer: stage.platform.issuer, subject: Self.learner) }

    private func path(_ name: String) -> String { folder.appending(path: name).path }
}

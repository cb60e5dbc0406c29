import Access
import ContentPackages
import DemoData
import DemoJourney
import DemoLMS
import Exports
import Foundation
import JSON
import Server
import Workflows

/// What administrator and privacy officer do on the walk, each in a browser of their own.
extension WalkSteps {
    func administer() async throws {
        let (administrator, officer) = try await step("administrator and privacy officer sign in") {
            let staff = (
                try await signIn(DemoTenant.administrator), try await signIn(DemoTenant.privacyOfficer)
            )
            return (staff, "2 sessions")
        }
        try await step("compliance report (completions.csv)") {
            ((), "\(try await export("completions", as: "completions.csv", by: administrator)) rows")
        }
        try await step("statements (statements.ndjson)") {
            ((), "\(try await export("statements", as: "statements.ndjson", by: administrator)) statements")
        }
        let person = try await step("the learner's data (privacy-package.zip)") {
            let person = try await findLearner(administrator)
            let answer = try await officer.submit(try await officer.get(person).form(to: "/package"))
            try check(answer.status == 200, "the privacy package was answered \(answer.status)")
            try Data(answer.body).write(to: folder.appending(path: "privacy-package.zip"))
            return (person, "\(try verified("privacy-package.zip").intact.count) files")
        }
        try await erase(person, administrator: administrator, officer: officer)
    }

    private func signIn(_ user: (login: String, password: String)) async throws -> BrowserClient {
        let browser = BrowserClient()
        let page = try await browser.get(publicURL + "/admin/sign-in")
        let answer = try await browser.submit(
            page.form(to: "sign-in"), adding: [("login", user.login), ("password", user.password)])
        try check(
            answer.status == 200 && !answer.url.hasSuffix("sign-in"), "\(user.login) can't sign in: \(answer.status)")
        return browser
    }

    /// Downloads an export's zip, leaves its files in the folder, and has the signed report vouch for them.
    /// - Returns: the data rows.
    private func export(_ kind: String, as name: String, by browser: BrowserClient) async throws -> Int {
        let form = try await browser.get(publicURL + "/admin/exports").form(to: "exports/" + kind)
        let answer = try await browser.submit(form, adding: [("purpose", "demo")])
        try check(answer.status == 200, "the export was answered \(answer.status): \(answer.text.prefix(300))")
        let zip = folder.appending(path: kind + ".zip")
        try Data(answer.body).write(to: zip)
        defer { try? FileManager.default.removeItem(at: zip) }
        let report = String(name.prefix { $0 != "." }) + ".report.json"
        for file in [name, report] { try? FileManager.default.removeItem(at: folder.appending(path: file)) }
        _ = try ZipExtraction.run(zip.path, into: folder.path)
        let outcome = try verified(report)
        try check(outcome.intact == [name], "the signed report doesn't vouch for \(name)")
        guard let rows = outcome.document.root["files"]?[0]?["rows"]?.integer, rows > 0 else {
            throw BrowserClient.Failure(description: "\(name) is empty")
        }
        return Int(rows)
    }

    private func verified(_ name: String) throws -> VerifyDocument.Outcome {
        let outcome = try VerifyDocument.run(
            file: folder.appending(path: name).path, keys: stage.opened.services.keyring.keysEver)
        try check(outcome.isSound, "\(name) isn't what was signed")
        return outcome
    }

    /// The learner's page: by the roster of the group, as no address need be known.
    private func findLearner(_ browser: BrowserClient) async throws -> String {
        let roster = try await browser.get(publicURL + "/admin/cohorts/\(stage.demo.cohort)")
        guard let enrolment = roster.links.first(where: { $0.contains("/admin/enrolments/") }),
            let person = try await browser.get(enrolment).links.first(where: { $0.contains("/admin/people/") })
        else { throw BrowserClient.Failure(description: "the roster doesn't lead to the learner") }
        return person
    }

    private func erase(_ person: String, administrator: BrowserClient, officer: BrowserClient) async throws {
        try await step("the learner is erased, approved by two") {
            let form = try await officer.get(person).form(to: "/erasure")
            var request = try await officer.submit(form, adding: [("ground", "consent_withdrawn")])
            for approver in [officer, administrator] {
                request = try await approver.submit(try await approver.get(request.url).form(to: "/approve"))
            }
            let number = try number(of: request)
            request = try await officer.get(request.url)
            request = try await officer.submit(request.form(to: "/execute"), adding: [("confirmation", number)])
            guard let certificate = request.links.first(where: { $0.hasSuffix("certificate.json") }) else {
                throw BrowserClient.Failure(description: "there is no certificate: \(request.text.prefix(400))")
            }
            let answer = try await officer.get(certificate)
            try Data(answer.body).write(to: folder.appending(path: "erasure-certificate.json"))
            return ((), "request \(number)")
        }
        try await step("the certificate is genuine") {
            ((), try verified("erasure-certificate.json").kind.rawValue)
        }
        try await step("the next launch begins with nothing") {
            let page = try await visit.launch("tides", as: Self.learner)
            let done = page.text.matches(of: /class="tick done"/).count
            try check(page.status == 200 && done == 0, "the erased person's progress came back")
            return ((), "\(done) of 3 done")
        }
    }

    private func number(of request: Page) throws -> String {
        guard let heading = request.text.firstMatch(of: /<h1>([^<]+)<\/h1>/) else {
            throw BrowserClient.Failure(description: "the request has no number")
        }
        return String(heading.output.1)
    }
}

import Access
import Cohorts
import Database
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import NIOCore
import Outbox
import TestWorld
import Testing
import Values
import Web
import Workflows

@Suite struct AdminPageTests {
    private typealias House = PagesHouse
    private static let pages = [
        "/admin/", "/admin/courses", "/admin/packages", "/admin/platforms", "/admin/launches", "/admin/outbox",
        "/admin/people", "/admin/statements", "/admin/credentials", "/admin/exports", "/admin/audit", "/admin/sign-in",
    ]

    @Test(
        "Every page stands, in every language, without inline script or style, framed by nobody",
        arguments: ["en", "fr", "ar"])
    func everyPage(language: String) async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let (platform, link) = try await house.addLink(title: "Week one", cohort: school.cohort.id)
            _ = try await house.addStaff("root", "owner")
            var headers = try await house.signIn("root")
            headers[.acceptLanguage] = language
            let more = [
                "/admin/courses/\(school.course.id)", "/admin/courses/\(school.course.id)/cohorts/new",
                "/admin/cohorts/\(school.cohort.id)", "/admin/cohorts/\(school.cohort.id)/settings",
                "/admin/enrolments/\(ada.enrolment)", "/admin/people/\(ada.person)", "/admin/requests",
                "/admin/platforms/\(platform)", "/admin/platforms/\(platform)/settings", "/admin/links/\(link)",
            ]
            for path in Self.pages + more {
                let page = try await house.get(path, headers)
                #expect(page.status == .ok, "\(path): \(page.words.prefix(200))")
                #expect(page.text.contains(#"<html lang="\#(language)""#))
                #expect(!page.text.contains(/<style|\sstyle=|\son[a-z]+=|<script(?! src=)/), "\(path)")
                #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(page.text.components(separatedBy: "<h1").count == 2, "\(path)")
                let ids = page.text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
                #expect(Set(ids).count == ids.count, "\(path): \(ids)")
            }
        }
    }

    @Test("A form shows all faults at once, at their fields, and keeps what was typed")
    func faults() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let headers = try await house.administrator()
            let answer = try await sendCohort(
                [
                    ("name", "<Spring>"), ("startsAt", "tomorrow"), ("endsAt", "2026-02-30"), ("zone", "Mars/Base"),
                    ("capacity", "many"), ("afterEnd", "none"),
                ], to: school, house, headers)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.components(separatedBy: #"aria-invalid="true""#).count == 5)
            #expect(answer.text.contains("value=\"&lt;Spring&gt;\"") && answer.text.contains("value=\"Mars/Base\""))
        }
    }

    @Test("A cohort made by the form begins and ends with days of its own zone")
    func cohortForm() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let headers = try await house.administrator()
            let answer = try await sendCohort(
                [
                    ("name", "Spring"), ("startsAt", "2026-12-01"), ("endsAt", "2026-12-31"), ("zone", "Asia/Tokyo"),
                    ("capacity", ""), ("afterEnd", "review"),
                ], to: school, house, headers)
            let id = try #require(UUID16(String(answer.location.split(separator: "/").last ?? "")))
            let cohort = try await house.services.database.read { try CohortStore(House.tenant).existing(id, in: $0) }
            #expect(cohort.intent.startsAt?.rfc3339.hasPrefix("2026-11-30T15:00:00") == true)
            #expect(cohort.intent.endsAt?.rfc3339.hasPrefix("2026-12-31T15:00:00") == true)
            let settings = try await house.get("/admin/cohorts/\(id)/settings", headers)
            #expect(settings.text.contains("value=\"2026-12-31\""))
        }
    }

    private func sendCohort(
        _ fields: [(String, String)], to school: House.School, _ house: House, _ headers: HTTPFields
    ) async throws -> PageAnswer {
        let token = try await house.get("/admin/", headers).formToken
        return try await house.post(
            "/admin/courses/\(school.course.id)/cohorts",
            [("form_token", token), ("lifecycle", "published"), ("access", "open")] + fields, headers)
    }

    @Test("A form from another site changes nothing")
    func forgery() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let fields = [("title", "Winds"), ("code", "W"), ("language", "en")]
            #expect(try await house.post("/admin/courses", fields, headers).status == .forbidden)
            let courses = try await house.services.database.read { try CourseStore(House.tenant).list(in: $0) }
            #expect(courses.isEmpty)
        }
    }

    @Test("A role sees only what it may: an instructor of the house no administration, a privacy officer no courses")
    func rights() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let former = try await house.addStaff("coach").user
            // As an earlier release stored it; today's gives nobody this role.
            try await house.services.database.write { tx in
                try tx.execute("update staff_user set roles = 'coach' where id = \(former)")
            }
            _ = try await house.addStaff("privacy", "privacy")
            let coach = try await house.signIn("coach")
            for path in Self.pages.dropFirst().dropLast() {
                #expect(try await house.get(path, coach).status == .forbidden, "\(path)")
            }
            let privacy = try await house.signIn("privacy")
            #expect(try await house.get("/admin/people", privacy).status == .ok)
            #expect(try await house.get("/admin/cohorts/\(school.cohort.id)", privacy).status == .forbidden)
            #expect(try await house.get("/admin/", privacy).text.contains("/admin/courses") == false)
        }
    }

    @Test("A person is found by the whole address; search and reading are recorded, the address stands in no URL")
    func people() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let headers = try await house.administrator()
            let token = try await house.get("/admin/people", headers).formToken
            let found = try await house.post(
                "/admin/people", [("form_token", token), ("text", "ada@example.com")], headers)
            #expect(found.location == "/admin/people/" + ada.person.description)
            let page = try await house.get(found.location, headers)
            #expect(page.words.contains("Ada") && page.words.contains("Tides"))
            let nobody = try await house.post("/admin/people", [("form_token", token), ("text", "ada")], headers)
            #expect(nobody.words.contains("Nobody is known by this."))
            let verbs = try await house.auditVerbs()
            #expect(verbs.filter { $0 == "person.search" }.count == 2 && verbs.contains("person.read"))
        }
    }

    @Test("A dead delivery is shown with its state and can be sent again")
    func outbox() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let id = try await house.addDeadLetter()
            let page = try await house.get("/admin/outbox?state=dead", headers)
            #expect(page.words.contains("Scores") && page.words.contains("Given up"))
            let sent = try await house.post("/admin/outbox/\(id)/replay", [("form_token", page.formToken)], headers)
            #expect(sent.status == .seeOther)
            #expect(try await house.get(sent.location, headers).words.contains("Waiting"))
        }
    }

    @Test("A platform is added by its form; an incomplete one is refused with each fault at its field")
    func platforms() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let token = try await house.get("/admin/platforms", headers).formToken
            let bad = try await house.post(
                "/admin/platforms",
                [
                    ("form_token", token), ("name", ""), ("issuer", "https://lms.example"), ("client_id", "c"),
                    ("auth_url", "nonsense"), ("token_url", "http://lms.example/t"),
                    ("jwks_url", "https://lms.example/k"), ("deployments", ""),
                ], headers)
            #expect(bad.status == .unprocessableContent)
            #expect(bad.text.components(separatedBy: #"aria-invalid="true""#).count == 4)
            let good = try await house.post(
                "/admin/platforms",
                [
                    ("form_token", token), ("name", "LMS <1>"), ("issuer", "https://lms.example"), ("client_id", "c"),
                    ("auth_url", "https://lms.example/a"), ("token_url", "https://lms.example/t"),
                    ("jwks_url", "https://lms.example/k"), ("deployments", "1, 2"),
                ], headers)
            #expect(good.status == .seeOther)
            let page = try await house.get(good.location, headers)
            #expect(page.text.contains("LMS &lt;1&gt;") && page.words.contains("Deployments"))
        }
    }

    @Test("A file that is no package is refused with the reasons; without the token nothing is kept")
    func upload() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            var headers = try await house.signIn("root")
            let token = try await house.get("/admin/packages", headers).formToken
            headers[.contentType] = "multipart/form-data; boundary=XX"
            headers[.accept] = "text/html"
            let answers = try await [token, "forged"].asyncMap { token in
                let body =
                    "--XX\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n\(token)\r\n--XX\r\n"
                    + "Content-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\nno zip\r\n--XX--\r\n"
                return PageAnswer(
                    try await house.client.execute(
                        uri: "/admin/packages", method: .post, headers: headers, body: ByteBuffer(string: body)))
            }
            #expect(answers[0].status == .unprocessableContent)
            #expect(answers[0].words.contains("The package was refused."))
            #expect(answers[1].status == .forbidden)
        }
    }

    @Test("An export needs a purpose, and comes as a zip that no cache keeps")
    func exports() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            _ = try await house.addLearner("Ada", in: school)
            let headers = try await house.administrator()
            let token = try await house.get("/admin/exports", headers).formToken
            let fields = [("form_token", token), ("course", ""), ("zone", "UTC")]
            let refused = try await house.post("/admin/exports/completions", fields + [("purpose", " ")], headers)
            #expect(refused.status == .unprocessableContent && refused.text.contains(#"aria-invalid="true""#))
            let made = try await house.post("/admin/exports/completions", fields + [("purpose", "audit 2026")], headers)
            #expect(made.status == .ok && made.headers[.contentType] == "application/zip")
            #expect(made.headers[.cacheControl] == "no-store")
            let asked = [("form_token", token), ("purpose", "audit 2026"), ("zone", "Africa/Tunis")]
            let part = [("cohort", "\(school.cohort.id)"), ("as-of", "2026-01-31"), ("format", "semicolon")]
            #expect(try await house.post("/admin/exports/completions", asked + part, headers).status == .ok)
            for wrong in [("cohort", "x"), ("as-of", "then"), ("course", "7")] {
                let answer = try await house.post("/admin/exports/completions", asked + [wrong], headers)
                #expect(answer.status == .unprocessableContent && answer.text.contains(#"aria-invalid="true""#))
            }
            let statements = [("form_token", token), ("purpose", "audit 2026"), ("verb", "http://example.com/did")]
            #expect(try await house.post("/admin/exports/statements", statements, headers).status == .ok)
            let noDay = try await house.post("/admin/exports/statements", statements + [("since", "then")], headers)
            #expect(noDay.status == .unprocessableContent)
            #expect(try await house.auditVerbs().contains("completions.export"))
        }
    }
}

extension PagesHouse {
    fileprivate func addDeadLetter() async throws -> Int64 {
        let now = world.now
        let message = OutboxMessage(tenant: Self.tenant, topic: "ags.score", payload: JSONNode.null)
        return try await services.database.write { tx in
            let id = try OutboxQueue.enqueue(message, in: tx, now: now)
            try tx.execute("update outbox set state = 2, finished_at = \(now) where id = \(id)")
            return id
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
        var results: [T] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

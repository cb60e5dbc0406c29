import HTTPTypes
import TestWorld
import Testing
import Values
import Web

@Suite struct SignInTests {
    private typealias House = PagesHouse

    private func attempt(
        _ house: PagesHouse, login: String = "root", password: String, next: String? = nil
    ) async throws -> PageAnswer {
        let form = try await house.get("/admin/sign-in")
        let mark = try #require(form.cookie("__Host-sign-in")?.split(separator: ";").first)
        return try await house.post(
            "/admin/sign-in",
            [("form_token", form.formToken), ("login", login), ("password", password)]
                + (next.map { [("next", $0)] } ?? []), [.cookie: String(mark)])
    }

    @Test(
        "Without a session every page of the administration leads to the sign-in",
        arguments: [
            "/admin/", "/admin/courses", "/admin/platforms", "/admin/launches", "/admin/outbox", "/admin/people",
            "/admin/exports", "/admin/audit", "/admin/requests", "/admin/packages",
        ])
    func closed(path: String) async throws {
        try await House.with { house in
            let answer = try await house.get(path)
            #expect(answer.status == .seeOther && answer.location.hasPrefix("/admin/sign-in"))
            let forged = try await house.get(path, [.cookie: "__Host-staff=guess"])
            #expect(forged.location == answer.location)
        }
    }

    @Test("The sign-in leads back to the page that was asked for, and to no other site")
    func wayBack() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            let asked = try await house.get("/admin/outbox?state=dead")
            let form = try await house.get(asked.location)
            #expect(form.text.contains(#"name="next" value="/admin/outbox?state=dead""#))
            for (next, target) in [
                ("/admin/outbox?state=dead", "/admin/outbox?state=dead"), ("https://evil.example/", "/admin/"),
                ("//evil.example/admin/", "/admin/"), ("/admin/\\evil", "/admin/"), ("/admin/\r\nX: y", "/admin/"),
            ] {
                let answer = try await attempt(house, password: "correct horse battery", next: next)
                #expect(answer.location == target)
            }
        }
    }

    @Test("The right password opens a session whose cookie is Secure, HttpOnly and for this host alone")
    func session() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            let answer = try await attempt(house, password: "correct horse battery")
            #expect(answer.status == .seeOther)
            let cookie = try #require(answer.cookie("__Host-staff"))
            for part in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] { #expect(cookie.contains(part)) }
            #expect(try await house.auditVerbs().contains("staff.sign-in"))
        }
    }

    @Test("A wrong password and an unknown login get the same answer")
    func wrong() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            let wrong = try await attempt(house, password: "nonsense")
            let unknown = try await attempt(house, login: "nobody", password: "nonsense")
            #expect(wrong.status == .unauthorized && unknown.status == .unauthorized)
            #expect(wrong.words.contains("The login or the password is wrong."))
            #expect(unknown.words.contains("The login or the password is wrong."))
            #expect(!wrong.text.contains("nonsense"))
        }
    }

    @Test("After ten wrong passwords the right one has to wait too, and the answer says how long")
    func limit() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            for _ in 0..<10 { #expect(try await attempt(house, password: "nonsense").status == .unauthorized) }
            let answer = try await attempt(house, password: "correct horse battery")
            #expect(answer.status == .tooManyRequests)
            #expect(answer.headers[.retryAfter] != nil)
            house.world.advance(seconds: 61)
            #expect(try await attempt(house, password: "correct horse battery").status == .seeOther)
        }
    }

    @Test("A sign-in that another site sent is refused")
    func forgery() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            let fields = [("login", "root"), ("password", "correct horse battery")]
            #expect(try await house.post("/admin/sign-in", fields).status == .forbidden)
            let form = try await house.get("/admin/sign-in")
            let other = try await house.post(
                "/admin/sign-in", fields + [("form_token", form.formToken)], [.cookie: "__Host-sign-in=else"])
            #expect(other.status == .forbidden)
        }
    }

    @Test("Signing out ends the session on the server")
    func signOut() async throws {
        try await House.with { house in
            _ = try await house.addStaff("root")
            let headers = try await house.signIn("root")
            let page = try await house.get("/admin/", headers)
            #expect(page.status == .ok)
            #expect(try await house.post("/admin/sign-out", [], headers).status == .forbidden)
            #expect(
                try await house.post("/admin/sign-out", [("form_token", page.formToken)], headers).status == .seeOther)
            #expect(try await house.get("/admin/", headers).location == "/admin/sign-in")
        }
    }
}

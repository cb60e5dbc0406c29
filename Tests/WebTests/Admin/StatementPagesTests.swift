import Access
import Database
import Foundation
import HTTPTypes
import HummingbirdTesting
import JSON
import NIOCore
import TestWorld
import Testing
import Values
import Web
import Workflows

@Suite struct StatementPagesTests {
    private static let ids = (1...30).map { "6f0a3c1e-0000-4000-8000-0000000000" + ($0 < 10 ? "0\($0)" : "\($0)") }

    @Test("An administrator finds a statement by whom it is about, reads it, and the readings are recorded")
    func search() async throws {
        try await PagesHouse.with { house in
            try await Self.store(house)
            let headers = try await house.administrator()
            let first = try await house.get("/admin/statements", headers)
            #expect(first.text.matches(of: /href="\/admin\/statements\/6f0a/).count == 25)
            let found = try await house.post(
                "/admin/statements", [("form_token", first.formToken), ("agent", "learner-7@school.example")], headers)
            #expect(found.text.matches(of: /href="\/admin\/statements\/6f0a/).count == 1)
            let page = try await house.get("/admin/statements/" + Self.ids[6], headers)
            #expect(page.status == .ok)
            #expect(page.text.contains("mailto:learner-7@school.example"))
            let verbs = try await house.services.database.read {
                try AuditLog.latest(3, of: PagesHouse.tenant, in: $0).map(\.verb)
            }
            #expect(verbs == ["statement.read", "statements.browse", "statements.browse"])
        }
    }

    @Test("The next page goes on where the first ended, with the same search")
    func paging() async throws {
        try await PagesHouse.with { house in
            try await Self.store(house)
            let headers = try await house.administrator()
            let first = try await house.get("/admin/statements", headers)
            let after = try #require(first.text.firstMatch(of: /name="after" value="(\d+)"/)).1
            let row = try #require(first.text.firstMatch(of: /name="row" value="(\d+)"/)).1
            let second = try await house.post(
                "/admin/statements", [("form_token", first.formToken), ("after", String(after)), ("row", String(row))],
                headers)
            let shown = second.text.matches(of: /href="\/admin\/statements\/(6f0a[^"]+)"/).map { String($0.1) }
            #expect(shown == Self.ids.prefix(5).reversed())
        }
    }

    @Test(
        "A statement is voided once and with a reason, and its page leads to the voiding one",
        arguments: Engine.underTest)
    func void(engine: Engine) async throws {
        try await PagesHouse.with(engine) { house in
            try await Self.store(house)
            let headers = try await house.administrator()
            let place = "/admin/statements/" + Self.ids[2]
            let token = try await house.get(place, headers).formToken
            let without = try await house.post(place + "/void", [("form_token", token), ("reason", " ")], headers)
            #expect(without.status == .unprocessableContent)
            let done = try await house.post(
                place + "/void", [("form_token", token), ("reason", "A test run")], headers)
            #expect(done.status == .seeOther)
            let page = try await house.get(place, headers)
            let voiding = try #require(
                page.text.firstMatch(
                    of: /href="(\/admin\/statements\/[^"]+)"><code>|href="(\/admin\/statements\/[0-9a-f-]{36})"/))
            let link = String(voiding.1 ?? voiding.2 ?? "")
            #expect(try await house.get(link, headers).text.contains("verbs/voided"))
            let again = try await house.post(place + "/void", [("form_token", token), ("reason", "Twice")], headers)
            #expect(again.status == .conflict)
            let purpose = try await house.services.database.read {
                try AuditLog.latest(20, of: PagesHouse.tenant, in: $0).first { $0.verb == "statement.void" }?.purpose
            }
            #expect(purpose == "A test run")
        }
    }

    @Test("A tick leads to the statement that is its evidence; voided, it is evidence no more and the tick goes")
    func evidence() async throws {
        try await PagesHouse.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let statement: JSONNode = [
                "id": .string(Self.ids[0]), "actor": ["mbox": "mailto:ada@school.example"],
                "verb": ["id": "http://adlnet.gov/expapi/verbs/completed"],
                "object": ["id": "https://example.com/a0"], "result": ["completion": true],
                "context": ["registration": .string(ada.enrolment.description)],
            ]
            try await Self.append(statement, house)
            let headers = try await house.administrator()
            let learner = "/admin/enrolments/\(ada.enrolment)"
            let place = "/admin/statements/" + Self.ids[0]
            #expect(try await house.get(learner, headers).text.contains("href=\"\(place)\""))
            let page = try await house.get(place, headers)
            #expect(page.words.contains("Evidence for Lesson 1"))
            #expect(page.text.contains("href=\"\(learner)\""))
            _ = try await house.post(
                place + "/void", [("form_token", page.formToken), ("reason", "Played by the trainer")], headers)
            #expect(!(try await house.get(place, headers)).words.contains("Evidence for Lesson 1"))
            #expect(!(try await house.get(learner, headers)).text.contains("href=\"\(place)\""))
        }
    }

    @Test("A credential's secret is shown once, works, and ends with its revocation")
    func credentials() async throws {
        try await PagesHouse.with { house in
            let headers = try await house.administrator()
            let form = try await house.get("/admin/credentials", headers)
            let refused = try await house.post("/admin/credentials", [("form_token", form.formToken)], headers)
            #expect(refused.status == .unprocessableContent)
            let issued = try await house.post(
                "/admin/credentials",
                [("form_token", form.formToken), ("name", "Reports"), ("scope-all", "on")], headers)
            let (secret, key) = try Self.shown(in: issued)
            #expect(try await Self.about(house, Self.basic(key, secret)) == .ok)
            let place = "/admin/credentials/" + key
            for page in [place, "/admin/credentials"] {
                #expect(!(try await house.get(page, headers)).text.contains(secret))
            }
            let question = try await house.get(place + "/revoke", headers)
            #expect(question.words.contains("Reports") && question.text.contains(#"class="danger""#))
            #expect(try await Self.about(house, Self.basic(key, secret)) == .ok)
            _ = try await house.post(place + "/revoke", [("form_token", form.formToken)], headers)
            #expect(try await Self.about(house, Self.basic(key, secret)) == .unauthorized)
            #expect(!(try await house.get(place, headers)).text.contains("/rotate"))
        }
    }

    @Test(
        "A credential's scopes change by its form for the next request but one, and its secret rotates with an overlap")
    func changedCredential() async throws {
        try await PagesHouse.with { house in
            let headers = try await house.administrator()
            let token = try await house.get("/admin/credentials", headers).formToken
            let issued = try await house.post(
                "/admin/credentials", [("form_token", token), ("name", "Reports"), ("scope-all", "on")], headers)
            let (secret, key) = try Self.shown(in: issued)
            let place = "/admin/credentials/" + key
            #expect(try await Self.about(house, Self.basic(key, secret)) == .ok)
            let empty = try await house.post(place, [("form_token", token), ("name", "Kept")], headers)
            #expect(empty.status == .unprocessableContent && empty.text.contains(#"value="Kept""#))
            let change = [("form_token", token), ("name", "Writer"), ("scope-statements/write", "on"), ("rate", "50")]
            #expect(try await house.post(place, change, headers).status == .seeOther)
            #expect(try await house.get(place, headers).words.contains("statements/write"))
            #expect(try await Self.about(house, Self.basic(key, secret)) == .serviceUnavailable)
            #expect(try await Self.about(house, Self.basic(key, secret)) == .forbidden)
            let back = [("form_token", token), ("name", "Reader"), ("scope-statements/read", "on")]
            _ = try await house.post(place, back, headers)

            let none = try await house.post(place + "/rotate", [("form_token", token)], headers)
            #expect(none.status == .badRequest)
            let rotated = try await house.post(
                place + "/rotate", [("form_token", token), ("overlap", "24")], headers)
            let newer = try Self.shown(in: rotated).secret
            for good in [secret, newer] {
                #expect([.ok, .serviceUnavailable].contains(try await Self.about(house, Self.basic(key, good))))
                #expect(try await Self.about(house, Self.basic(key, good)) == .ok)
            }
            #expect(try await house.get(place, headers).words.contains("The secret before works until"))
            #expect(try await house.auditVerbs().contains("credential.change"))
        }
    }

    /// What the page shows once: the secret, then the key behind the endpoint.
    private static func shown(in page: PageAnswer) throws -> (secret: String, key: String) {
        let codes = page.text.matches(of: /<code>([^<]+)<\/code>/).map { String($0.1) }
        try #require(codes.count > 2)
        return (codes[0], codes[2])
    }

    private static func basic(_ key: String, _ secret: String) -> String {
        "Basic " + Data("\(key):\(secret)".utf8).base64EncodedString()
    }

    private static func about(_ house: PagesHouse, _ authorization: String) async throws -> HTTPResponse.Status {
        let version = try #require(HTTPField.Name("X-Experience-API-Version"))
        return try await house.client.execute(
            uri: "/xapi/statements?limit=1", method: .get,
            headers: [.authorization: authorization, version: "1.0.3"]
        ).status
    }

    /// Thirty statements, each a second after the one before.
    private static func store(_ house: PagesHouse) async throws {
        for (number, id) in ids.enumerated() {
            house.world.advance(seconds: 1)
            let statement: JSONNode = [
                "id": .string(id), "actor": ["mbox": .string("mailto:learner-\(number + 1)@school.example")],
                "verb": ["id": "http://adlnet.gov/expapi/verbs/experienced"],
                "object": ["id": "https://content.example/page"],
            ]
            try await append(statement, house)
        }
    }

    private static func append(_ statement: JSONNode, _ house: PagesHouse) async throws {
        try await house.services.database.write { tx in
            try RecordStatements(house.services).append(
                service: [statement], tenant: PagesHouse.tenant, in: tx, now: house.world.now)
        }
    }
}

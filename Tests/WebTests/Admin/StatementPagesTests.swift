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
            let codes = issued.text.matches(of: /<code>([^<]+)<\/code>/).map { String($0.1) }
            let authorization = "Basic " + Data("\(codes[0]):\(codes[1])".utf8).base64EncodedString()
            #expect(try await Self.about(house, authorization) == .ok)
            #expect(!(try await house.get("/admin/credentials", headers)).text.contains(codes[1]))
            _ = try await house.post(
                "/admin/credentials/\(codes[0])/revoke", [("form_token", form.formToken)], headers)
            #expect(try await Self.about(house, authorization) == .unauthorized)
        }
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

import HTTPTypes
import JSON
import Testing
import Values

@Suite struct AlternateSyntaxTests {
    private func form(
        _ lrs: LRSClient, _ method: String, _ path: String, _ fields: [(String, String)],
        version: String? = nil
    ) async throws -> HTTPResponse.Status {
        let all = [("Authorization", LRSClient.basic(lrs.credential))] + fields
        let body = URLEncodedForm(all.map { (name: $0.0, value: $0.1) }).encoded
        return try await lrs.send(
            .post, path + "?method=" + method, body: body, type: "application/x-www-form-urlencoded", version: version,
            headers: [.authorization: nil]
        ).status
    }

    private let v1 = ("X-Experience-API-Version", "1.0.3")
    private let json = ("Content-Type", "application/json")

    @Test("LRS-ALT-01 LRS-ALT-04 LRS-ALT-05 LRS-ALT-06: a form is run as the method that it names")
    func methods() async throws {
        try await LRSHouse.with { lrs in
            let put = try await form(
                lrs, "PUT", "statements",
                [
                    v1, json, ("statementId", Spoken.id(1)), ("content", Spoken.statement(activity: "ü").text),
                ])
            #expect(put == .noContent)
            #expect(try await form(lrs, "POST", "statements", [v1, json, ("content", Spoken.statement().text)]) == .ok)
            #expect(try await form(lrs, "GET", "statements", [v1, ("statementId", Spoken.id(1))]) == .ok)
            #expect(try await form(lrs, "GET", "statements", [v1, ("foo", "1")]) == .badRequest)
            #expect(try await lrs.ids([("activity", "http://example.com/activities/ü")]) == [Spoken.id(1)])
        }
    }

    @Test("LRS-ALT-02 LRS-ALT-03 LRS-ALT-07 LRS-ALT-09 LRS-ALT-10 LRS-ALT-11: what the syntax doesn't allow is 400")
    func refused() async throws {
        try await LRSHouse.with { lrs in
            let content = ("content", Spoken.statement().text)
            let id = ("statementId", Spoken.id(1))
            let withoutContent = try await form(lrs, "PUT", "statements", [v1, json, id])
            #expect(withoutContent == .badRequest)
            #expect(try await form(lrs, "FOO", "statements", [v1, json, id, content]) == .badRequest)
            #expect(try await form(lrs, "PUT&x=1", "statements", [v1, json, id, content]) == .badRequest)
            let other = ("X-Experience-API-Version", "2.0.0")
            #expect(try await form(lrs, "PUT", "statements", [other, json, id, content]) == .badRequest)
            #expect(try await form(lrs, "PUT", "statements", [json, id, content], version: "2.0.0") == .badRequest)
            let old = ("X-Experience-API-Version", "0.8")
            #expect(
                try await form(lrs, "PUT", "statements", [old, json, id, content], version: "1.0.3") == .badRequest)
            #expect(try await form(lrs, "PUT", "statements", [v1, json, id, content], version: "2.0.0") == .badRequest)
            let put = try await lrs.send(.put, "statements?method=PUT", body: "{}", version: "1.0.3")
            #expect(put.status == .badRequest)
            #expect(try await lrs.ids() == [])
        }
    }

    @Test("LRS-ALT-04: the form's credentials are read before anything is refused")
    func unauthenticated() async throws {
        try await LRSHouse.with { lrs in
            let answer = try await lrs.send(
                .post, "statements?method=GET", body: "X-Experience-API-Version=1.0.3",
                type: "application/x-www-form-urlencoded", version: nil, headers: [.authorization: nil])
            #expect(answer.status == .unauthorized)
        }
    }
}

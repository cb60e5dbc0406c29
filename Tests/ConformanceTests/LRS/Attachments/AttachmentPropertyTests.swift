import Access
import Cohorts
import Database
import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// The property `attachments` (xAPI 1.0.3 part 2 §2.4.11; IEEE 9274.1.1 §4.2.2.6), over HTTP.
@Suite(.serialized) struct AttachmentPropertyTests {
    private static let attachment = TestData("one").attachment(fileURL: "http://example.com/one.txt")

    private static func attachment(_ change: (name: String, value: JSONNode?)) -> JSONNode {
        guard case .object(let members) = attachment else { return .null }
        return .object(members.filter { $0.0 != change.name } + (change.value.map { [(change.name, $0)] } ?? []))
    }

    @Test("LRS-ATT-01: attachments is an array of objects", arguments: Engine.underTest)
    func array(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            for (wrong, status) in [
                (JSONNode.array([Self.attachment]), 200), (Self.attachment, 400), ("text", 400), (1, 400), (nil, 400),
                ([1], 400), (["text"], 400), ([nil], 400), ([[]], 400),
            ] {
                guard case .object(let members) = Saying.statement() else { return }
                let answer = try await lrs.post(json: .object(members + [("attachments", wrong)]))
                #expect(answer.status == status, "\(wrong.text)")
            }
        }
    }

    @Test("LRS-ATT-02, LRS-ATT-04: usageType, display, contentType, length and sha2 are needed, also beside fileUrl")
    func needed() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let wrong: [(String, [JSONNode?])] = [
                ("usageType", [nil, 1, "", "no iri"]), ("display", [nil, "text", [], ["en": 1], ["not a tag": "x"]]),
                ("contentType", [nil, 1, "", "text"]), ("length", [nil, "10", 1.5, -1, true]),
                ("sha2", [nil, 1, "", "abc", .string(String(repeating: "g", count: 64))]),
            ]
            for (name, values) in wrong {
                for value in values {
                    let answer = try await lrs.post(
                        json: Saying.statement(attachments: [Self.attachment((name, value))]))
                    #expect(answer.status == 400, "\(name) \(value?.text ?? "missing")")
                    #expect(answer.text.contains("/attachments/0"))
                }
            }
        }
    }

    @Test("A contentType with control characters is refused, since it goes out as a header")
    func controlCharacters() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            for type in [
                "text/plain; x=\r\nX-Other: 1", "text/plain;\nx=1", "text/plain; x=\"\0\"", "text/plain;\u{7F}",
            ] {
                let attachment = Self.attachment(("contentType", .string(type)))
                #expect(try await lrs.post(json: Saying.statement(attachments: [attachment])).status == 400, "\(type)")
            }
            let fine = Self.attachment(("contentType", "text/plain;\tcharset=\"utf-8\""))
            #expect(try await lrs.post(json: Saying.statement(attachments: [fine])).status == 200)
        }
    }

    @Test("Control characters in a contentType that is stored already don't go out", arguments: Engine.underTest)
    func storedControlCharacters(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let (id, data) = (Saying.id(), TestData("text", type: "text/old"))
            let body = MultipartBody(Saying.statement(id, attachments: [data.attachment()]), [data])
            #expect(try await lrs.post(body).status == 200)
            try await lrs.service.services.database.write { tx in
                let row = try #require(
                    try tx.row("select seq, body from statement order by seq desc limit 1"))
                let text = String(decoding: try row.bytes(1), as: UTF8.self)
                let old = Array(text.replacing("text/old", with: "text/old; x=\\r\\nX-Other: 1").utf8)
                try tx.execute("update statement set body = \(old) where seq = \(try row.int(0))")
            }
            let part = try #require(try await lrs.fetch(id).parts.last)
            #expect(part.headers["x-other"] == nil)
            #expect(part.headers["content-type"] == "application/octet-stream")
            #expect(part.data == data.bytes)
        }
    }

    @Test("LRS-ATT-03: description and fileUrl may be there, and are checked then")
    func optional() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let described = Self.attachment(("description", ["en": "What it shows"]))
            #expect(try await lrs.post(json: Saying.statement(attachments: [described])).status == 200)
            for (name, value) in [
                ("description", "text"), ("description", ["en": 1]), ("fileUrl", 1), ("fileUrl", "no url"),
                ("more", "x"),
            ] as [(String, JSONNode)] {
                let answer = try await lrs.post(json: Saying.statement(attachments: [Self.attachment((name, value))]))
                #expect(answer.status == 400, "\(name) \(value.text)")
            }
        }
    }

    @Test(
        "LRS-ATT-05: a length that isn't that of the bytes is kept as sent, since the hash decides",
        arguments: Engine.underTest)
    func length(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let data = TestData("twenty bytes of text")
            let id = Saying.id()
            let body = MultipartBody(Saying.statement(id, attachments: [data.attachment(length: 10)]), [data])
            #expect(try await lrs.post(body).status == 200)
            let back = try await lrs.fetch(id)
            #expect(try back.json["attachments"]?[0]?["length"]?.integer == 10)
            #expect(back.data == [data.sha2: data.bytes])
            for wrong in ["10", nil] as [JSONNode?] {
                let attachment = Self.attachment(("length", wrong))
                #expect(try await lrs.post(json: Saying.statement(attachments: [attachment])).status == 400)
            }
        }
    }

    @Test("LRS-ATT-06: attachments keep their order")
    func order() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = ["c", "a", "b", "a"].map { TestData($0) }
            let id = Saying.id()
            let statement = Saying.statement(id, attachments: data.map { $0.attachment() })
            #expect(try await lrs.post(MultipartBody(statement, Array(data.prefix(3)))).status == 200)
            let hashes = try await lrs.fetch(id).json["attachments"]?.elements.compactMap { $0["sha2"]?.string }
            #expect(hashes == data.map(\.sha2))
        }
    }

    @Test("LRS-ATT-07: data that a SubStatement names is matched and comes back like any other")
    func subStatement() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("planned by \(lrs.version)")
            let id = Saying.id()
            guard case .object(let inner) = Saying.statement(nil, attachments: [data.attachment()]) else { return }
            let statement: JSONNode = [
                "id": .string(id), "actor": ["mbox": "mailto:ann@example.com"],
                "verb": ["id": "http://example.com/planned"],
                "object": .object([("objectType", "SubStatement")] + inner),
            ]
            #expect(try await lrs.post(MultipartBody(statement)).status == 400)
            #expect(try await lrs.post(MultipartBody(statement, [data])).status == 200)
            #expect(try await lrs.fetch(id).data == [data.sha2: data.bytes])
        }
    }

    @Test("LRS-ERR-11, LRS-LIM-01: what is larger than the limits is answered with 413, and limits can be raised")
    func limits() async throws {
        let small = RecordLimits(statements: 50_000, document: 50_000, attachments: 100_000)
        let raised = RecordLimits(statements: 500_000, document: 500_000, attachments: 900_000)
        for (limits, status) in [(small, 413), (raised, 200)] {
            try await LRSVisitor.inBothVersions(adjust: { $0.recordLimits = limits }) {
                (lrs: LRSVisitor) async throws in
                let verb = "http://example.com/large/\(lrs.version)/"
                let text = String(repeating: "x", count: 60_000)
                let long = try await lrs.post(json: Saying.statement(verb: verb + text))
                #expect(long.status == status)
                let part = try await lrs.post(MultipartBody(Saying.statement(verb: verb + text)))
                #expect(part.status == status, "as the first part")
                let data = TestData(Array(repeating: 7, count: 200_000))
                let attached = MultipartBody(Saying.statement(verb: verb, attachments: [data.attachment()]), [data])
                #expect(try await lrs.post(attached).status == status)
                let document = try await lrs.send(
                    .POST, "activities/state",
                    [("activityId", verb), ("agent", #"{"mbox":"mailto:ann@example.com"}"#), ("stateId", lrs.version)],
                    type: "text/plain", body: Array(text.utf8))
                #expect(document.status == (status == 200 ? 204 : 413))
                var merged: [Int] = []
                for name in ["a", "b"] {
                    let part: JSONNode = .object([(name, .string(String(repeating: "x", count: 30_000)))])
                    merged.append(
                        try await lrs.send(
                            .POST, "activities/state",
                            [
                                ("activityId", verb), ("agent", #"{"mbox":"mailto:ann@example.com"}"#),
                                ("stateId", "merged" + lrs.version),
                            ], type: "application/json", body: part.serialized
                        ).status)
                }
                #expect(merged == [204, status == 200 ? 204 : 413])
                #expect(try await lrs.count(verb: verb) == (status == 200 ? 1 : 0))
            }
        }
    }
}

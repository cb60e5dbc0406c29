import Access
import Database
import DemoJourney
import JSON
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Workflows

/// Statements and their data on the way out (xAPI 1.0.3 part 3 §2.1.3; IEEE 9274.1.1 §4.1.6.1), over HTTP.
@Suite(.serialized) struct MultipartAnswerTests {
    @Test("LRS-CT-23: without attachments=true the answer is JSON alone", arguments: Engine.underTest)
    func withoutData(engine: Engine) async throws {
        try await LRSVisitor.inBothVersions(engine) { (lrs: LRSVisitor) async throws in
            let data = TestData("kept back from \(lrs.version)")
            let id = Saying.id()
            #expect(
                try await lrs.post(MultipartBody(Saying.statement(id, attachments: [data.attachment()]), [data])).status
                    == 200)
            for query in [[], [("attachments", "false")]] {
                for selection in [[("statementId", id)], [("limit", "10")]] {
                    let page = try await lrs.send(.GET, "statements", selection + query)
                    #expect(page.status == 200)
                    #expect(page.headers.first(name: "Content-Type") == "application/json")
                    #expect(!page.text.contains("kept back from") && page.text.contains(data.sha2))
                }
            }
        }
    }

    @Test("LRS-CT-24: attachments=true answers multipart also when nothing is attached, for GET and HEAD")
    func nothingAttached() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let id = Saying.id()
            #expect(try await lrs.post(json: Saying.statement(id)).status == 200)
            let single = try await lrs.fetch(id)
            #expect(single.parts.count == 1)
            #expect(try single.json["id"]?.string == id)
            let query = [("attachments", "true"), ("verb", "http://example.com/nobody")]
            let list = try MultipartPage(try await lrs.send(.GET, "statements", query))
            #expect(try list.json["statements"]?.count == 0)
            let head = try await lrs.send(.HEAD, "statements", query)
            #expect(head.status == 200 && head.body.isEmpty)
            for name in ["Content-Type", "Content-Length"] {
                #expect(head.headers.first(name: name) == list.page.headers.first(name: name), "\(name)")
            }
        }
    }

    @Test("Pages carry the data of their own statements, each hash once, and more goes on in the same way")
    func pages() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let verb = "http://example.com/paged/" + lrs.version
            let data = (1...3).map { TestData("page \($0) \(lrs.version)") }
            for own in [[data[0], data[1]], [data[1]], [data[2]]] {
                let statement = Saying.statement(verb: verb, attachments: own.map { $0.attachment() })
                #expect(try await lrs.post(MultipartBody(statement, own)).status == 200)
            }
            let query = [("attachments", "true"), ("verb", verb), ("ascending", "true"), ("limit", "2")]
            let first = try MultipartPage(try await lrs.send(.GET, "statements", query))
            #expect(first.parts.dropFirst().map { $0.headers["x-experience-api-hash"] } == data[0...1].map(\.sha2))
            let more = try #require(try first.json["more"]?.string)
            let token = try #require(more.split(separator: "=").last)
            let second = try MultipartPage(try await lrs.send(.GET, "statements", [("more", String(token))]))
            #expect(second.data == [data[2].sha2: data[2].bytes])
        }
    }

    @Test("A statement that only names a hash gives no access to the data that another one brought")
    func foreignHash() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("not for everybody \(lrs.version)")
            #expect(
                try await lrs.post(MultipartBody(Saying.statement(attachments: [data.attachment()]), [data])).status
                    == 200)
            let id = Saying.id()
            let url = data.attachment(fileURL: "http://example.com/elsewhere")
            #expect(try await lrs.post(json: Saying.statement(id, attachments: [url])).status == 200)
            #expect(try await lrs.fetch(id).parts.count == 1)
        }
    }

    @Test(
        "LRS-CT-26: data passes as a stream: a gigabyte comes in and goes out within a small part of its size in memory"
    )
    func stream() async throws {
        let limit = 1_200 << 20
        try await RunningService.with(adjust: { $0.recordLimits.attachments = limit }) { service in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let transfer = LargeTransfer(megabytes: 1_024)
            let before = try LargeTransfer.residentMegabytes()
            let id = Saying.id()
            #expect(try await transfer.send(id, by: lrs) == 200)
            #expect(try await transfer.matches(id, by: lrs))
            let grown = try LargeTransfer.residentMegabytes() - before
            #expect(grown < 128, "\(grown) MiB, the client's share among them")
        }
    }

    @Test("Data goes out with nosniff, and from an answer that sets no cookie")
    func headers() async throws {
        try await LRSVisitor.inBothVersions { (lrs: LRSVisitor) async throws in
            let data = TestData("<script>alert(1)</script>", type: "text/html")
            let id = Saying.id()
            #expect(
                try await lrs.post(MultipartBody(Saying.statement(id, attachments: [data.attachment()]), [data])).status
                    == 200)
            let page = try await lrs.fetch(id).page
            #expect(page.headers.first(name: "X-Content-Type-Options") == "nosniff")
            #expect(page.headers["Set-Cookie"].isEmpty)
        }
    }
}

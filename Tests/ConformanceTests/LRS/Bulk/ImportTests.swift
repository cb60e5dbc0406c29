import Access
import Database
import DemoData
import DemoJourney
import Exports
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// Statements from and for other record stores, through the workflows behind `lectern import` and `lectern export`, and
/// read back over HTTP.
@Suite(.serialized) struct ImportTests {
    private static func write(_ text: String, to folder: TemporaryFolder, _ name: String = "in.ndjson") throws -> String
    {
        let path = folder.path + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private static func foreign(_ id: String, _ extra: [(String, JSONNode)] = []) -> JSONNode {
        guard case .object(let members) = Saying.statement(id, verb: "http://example.com/imported") else {
            return .null
        }
        return .object(
            members + [
                ("timestamp", "2019-05-06T07:08:09.000Z"), ("stored", "2019-05-06T07:08:10.000Z"), ("version", "1.0.0"),
                ("authority", ["account": ["homePage": "http://old.example.com", "name": "old"]]),
            ] + extra)
    }

    @Test(
        "LRS-OPS-05: an import keeps ids, timestamps and authorities, gives a new stored, and the same again changes nothing",
        arguments: Engine.underTest)
    func twice(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let folder = TemporaryFolder()
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let ids = (0..<1_203).map { _ in Saying.id() }
            let lines = ids.map { Self.foreign($0).text + "\n" }.joined()
            let path = try Self.write(lines, to: folder)
            let importing = ImportStatements(service.services)
            let first = try await importing.run(file: path, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(first.stored == 1_203 && first.alreadyThere == 0 && first.read == 1_203)
            let array = try Self.write(
                "[" + ids.map { Self.foreign($0).text }.joined(separator: ",\n") + "]", to: folder)
            let second = try await importing.run(file: array, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(second.stored == 0 && second.alreadyThere == 1_203)
            let page = try await lrs.send(.GET, "statements", [("statementId", ids[700])])
            let found = try JSONDocument(parsing: page.body).root
            #expect(found["timestamp"]?.string == "2019-05-06T07:08:09.000Z")
            #expect(found["authority"]?["account"]?["name"]?.string == "old")
            #expect(found["stored"]?.string?.hasPrefix("2019") == false)
            let listed = try await lrs.ids([("verb", "http://example.com/imported"), ("ascending", "true")])
            #expect(listed == ids, "in the file's order")
        }
    }

    @Test(
        "LRS-VER-14: statements from before 1.0 are imported as the rules of conversion have them, voided ones not at all",
        arguments: Engine.underTest)
    func older(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let (folder, lrs) = (TemporaryFolder(), try await LRSVisitor(service: service, scopes: .all))
            let (id, later) = (Saying.id(), Saying.id())
            let old: JSONNode = [
                "id": .string(id), "actor": ["mbox": "mailto:ann@example.com"],
                "verb": ["id": "http://example.com/did"],
                "object": ["id": "http://example.com/page"], "voided": false,
                "context": ["statement": ["objectType": "SubStatement"], "platform": "old"],
                "timestamp": "2012-06-01T19:09:13.245Z", "stored": "2012-06-29T15:41:39.165Z",
            ]
            let path = try Self.write(old.text + "\n" + Self.foreign(later).text + "\n", to: folder)
            let importing = ImportStatements(service.services)
            var options = ImportStatements.Options()
            await #expect(throws: ServiceError.self, "it is none of 1.0") {
                try await importing.run(file: path, tenant: DemoTenant.tenant, by: .commandLine)
            }
            options.olderVersion = .v095
            let report = try await importing.run(
                file: path, options: options, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(report.stored == 2)
            let found = try JSONDocument(
                parsing: try await lrs.send(.GET, "statements", [("statementId", id)]).body
            ).root
            #expect(found["version"]?.string == "1.0.0" && found["voided"] == nil)
            #expect(found["context"]?.node == ["platform": "old"])
            #expect(found["timestamp"]?.string == "2012-06-01T19:09:13.245Z")
            #expect(found["authority"]?["account"]?["name"]?.string == "unknown")
            #expect(found["authority"]?["account"]?["homePage"]?.string == service.publicURL)

            let voided = old.text.replacing("\"voided\":false", with: "\"voided\":true")
            let refused = try Self.write(voided.replacing(id, with: Saying.id()), to: folder, "voided.ndjson")
            let error = await #expect(throws: ServiceError.self) {
                try await importing.run(
                    file: refused, options: options, tenant: DemoTenant.tenant, by: .commandLine)
            }
            #expect(error?.faults.map(\.place) == ["line 1"])
        }
    }

    @Test("An import with faults tells every one with its line, and stores nothing", arguments: Engine.underTest)
    func faults(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let folder = TemporaryFolder()
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            let taken = Saying.id()
            #expect(try await lrs.post(json: Saying.statement(taken, actor: "eve")).status == 200)
            let lines = [
                Self.foreign(Saying.id()).text, "", "{\"actor\":", Saying.statement(nil).text, Self.foreign(taken).text,
                Self.foreign(Saying.id(), [("attachments", [TestData("x").attachment()])]).text, "[1]",
            ]
            let path = try Self.write(lines.joined(separator: "\r\n"), to: folder)
            let error = await #expect(throws: ServiceError.self) {
                try await ImportStatements(service.services).run(
                    file: path, tenant: DemoTenant.tenant, by: .commandLine)
            }
            #expect(error?.faults.map(\.place) == ["line 3", "line 4", "line 5", "line 6", "line 7"])
            #expect(try await lrs.count(verb: "http://example.com/imported") == 0)
            for text in ["[{}", "[{} {}]", "[,{}]", "[{},]", "[{}]x"] {
                let path = try Self.write(text, to: folder)
                await #expect(throws: ServiceError.self, "\(text)") {
                    try await ImportStatements(service.services).run(
                        file: path, tenant: DemoTenant.tenant, by: .commandLine)
                }
            }
        }
    }

    @Test(
        "An export with voided statements and attachments, imported elsewhere, gives the same answers",
        arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        let folder = TemporaryFolder()
        let data = TestData("evidence")
        let (kept, voided, attached) = (Saying.id(), Saying.id(), Saying.id())
        let exported = try await RunningService.with(engine) { service in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            _ = try await lrs.post(json: [Saying.statement(kept), Saying.statement(voided)])
            _ = try await lrs.post(MultipartBody(Saying.statement(attached, attachments: [data.attachment()]), [data]))
            #expect(try await lrs.post(json: Saying.voiding(voided)).status == 200)
            var options = ExportOptions()
            options.attachments = folder.path
            let result = try await RunExport(service.services).statements(
                options, to: folder.path + "/out.ndjson", purpose: "test", tenant: DemoTenant.tenant, by: .commandLine
            )
            #expect(result.file.rows >= 4)
            return try await Self.answers(lrs, kept: kept, voided: voided)
        }
        let copied = try await RunningService.with(engine) { service in
            let lrs = try await LRSVisitor(service: service, scopes: .all)
            var options = ImportStatements.Options()
            options.attachments = folder.path
            _ = try await ImportStatements(service.services).run(
                file: folder.path + "/out.ndjson", options: options, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(try await lrs.fetch(attached).data == [data.sha2: data.bytes])
            return try await Self.answers(lrs, kept: kept, voided: voided)
        }
        #expect(exported == copied)
        #expect(exported.count > 3)
    }

    /// What a reader sees, without `stored`.
    private static func answers(_ lrs: LRSVisitor, kept: String, voided: String) async throws -> [String] {
        let page = try await lrs.send(.GET, "statements", [("verb", "http://example.com/did"), ("ascending", "true")])
        var seen = try JSONDocument(parsing: page.body).root["statements"].map { Array($0.elements) } ?? []
        for query in [("statementId", kept), ("voidedStatementId", voided)] {
            let answer = try await lrs.send(.GET, "statements", [query])
            #expect(answer.status == 200, "\(query)")
            seen.append(try JSONDocument(parsing: answer.body).root)
        }
        return seen.map { statement in
            guard case .object(let members) = statement.node else { return "" }
            return JSONNode.object(members.filter { $0.0 != "stored" }).text
        }
    }
}

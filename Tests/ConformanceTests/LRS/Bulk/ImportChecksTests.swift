import Access
import Database
import DemoData
import DemoJourney
import Foundation
import JSON
import NIOHTTP1
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// What an import looks at before it stores anything, and what it takes that this service itself gave out.
@Suite(.serialized) struct ImportChecksTests {
    private static let verb = "http://example.com/imported"

    private static func statement(_ id: String, actor: String = "ann", _ attachments: [JSONNode]? = nil) -> JSONNode {
        Saying.statement(id, verb: verb, actor: actor, attachments: attachments)
    }

    /// Imports lines, which must be refused with nothing stored.
    private static func refusal(
        of lines: [JSONNode], data: [(name: String, bytes: [UInt8])] = [], _ engine: Engine
    ) async throws -> ServiceError? {
        try await RunningService.with(engine) { service in
            let (folder, lrs) = (TemporaryFolder(), try await LRSVisitor(service: service, scopes: .all))
            var options = ImportStatements.Options()
            options.attachments = folder.path
            for (name, bytes) in data { try Data(bytes).write(to: URL(filePath: folder.path + "/" + name)) }
            let path = folder.path + "/in.ndjson"
            try Data(lines.map { $0.text + "\n" }.joined().utf8).write(to: URL(filePath: path))
            let error = await #expect(throws: ServiceError.self) {
                try await ImportStatements(service.services).run(
                    file: path, options: options, tenant: DemoTenant.tenant, by: .commandLine)
            }
            #expect(try await lrs.count(verb: verb) == 0)
            return error
        }
    }

    @Test("An id that stands twice in a file with different statements is found first", arguments: Engine.underTest)
    func differentTwice(engine: Engine) async throws {
        let (twice, same) = (Saying.id(), Saying.id())
        var lines = (0..<1_100).map { _ in Self.statement(Saying.id()) }
        lines[3] = Self.statement(twice)
        lines[1_050] = Self.statement(twice.uppercased(), actor: "eve")
        lines[4] = Self.statement(same)
        lines[1_060] = Self.statement(same)
        let error = try await Self.refusal(of: lines, engine)
        #expect(error?.faults.map(\.place) == ["line 1051"])
        #expect(error?.faults.first?.message.contains("line 4") == true)
    }

    @Test("Data that isn't what its name says, and a signature of another statement, are found first")
    func data() async throws {
        let (good, bad, signature) = (
            TestData("good"), TestData("bad"), TestData("no signature", type: "application/octet-stream")
        )
        var signing = signature
        signing.usage = AttachmentFacts.signatureUsageType
        let lines = [
            Self.statement(Saying.id(), [good.attachment()]), Self.statement(Saying.id(), [bad.attachment()]),
            Self.statement(Saying.id(), [signing.attachment()]), Self.statement(Saying.id(), [bad.attachment()]),
        ]
        let error = try await Self.refusal(
            of: lines,
            data: [
                (good.sha2, good.bytes), (bad.sha2, Array("other".utf8)), (signature.sha2, signature.bytes),
            ], .sqlite)
        #expect(error?.faults.map(\.place) == ["line 2", "line 3", "line 4"])
    }

    @Test("More faults than two hundred are counted, and the answer says how many it lists")
    func manyFaults() async throws {
        let error = try await Self.refusal(of: (0..<700).map { _ in ["id": "x"] }, .sqlite)
        #expect(error?.faults.count == 200)
        #expect(error?.message.contains("the first 200") == true)
    }

    @Test("What the service took with tolerance, or by the later standard, it takes back", arguments: Engine.underTest)
    func ownExport(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let (folder, lrs) = (TemporaryFolder(), try await LRSVisitor(service: service, scopes: .all))
            let (spaced, agents, signed) = (Saying.id(), Saying.id(), Saying.id())
            let context: JSONNode = [
                "contextAgents": [["objectType": "contextAgent", "agent": ["mbox": "mailto:x@example.com"]]]
            ]
            func line(_ id: String, _ members: [(String, JSONNode)], object: String) -> JSONNode {
                .object(
                    [
                        ("id", .string(id)), ("actor", ["mbox": "mailto:ann@example.com"]),
                        ("verb", ["id": .string(Self.verb)]), ("object", ["id": .string(object)]),
                    ] + members)
            }
            let lines = [
                line(spaced, [], object: "http://M5_Gravity Filtration"),
                line(agents, [("context", context), ("version", "1.0.3")], object: "http://example.com/a"),
                line(signed, [("context", ["registration": ""])], object: "http://example.com/a"),
            ]
            #expect(try await lrs.post(json: lines[1]).status == 200, "2.0 takes it")
            let path = folder.path + "/in.ndjson"
            try Data(lines.map { $0.text + "\n" }.joined().utf8).write(to: URL(filePath: path))
            let report = try await ImportStatements(service.services).run(
                file: path, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(report.stored == 2 && report.alreadyThere == 1)
            #expect(try await lrs.count(verb: Self.verb) == 3)
            let page = try await lrs.send(.GET, "statements", [("verb", Self.verb)])
            let stored = try #require(try JSONDocument(parsing: page.body).root["statements"])
            let copy = folder.path + "/copy.ndjson"
            try Data(stored.elements.map { $0.rawText + "\n" }.joined().utf8).write(to: URL(filePath: copy))
            let again = try await ImportStatements(service.services).run(
                file: copy, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(again.stored == 0 && again.alreadyThere == 3)
        }
    }

    @Test("Everybody whom an imported authority names is found by it", arguments: Engine.underTest)
    func authorities(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let (folder, lrs, id) = (
                TemporaryFolder(), try await LRSVisitor(service: service, scopes: .all), Saying.id()
            )
            let authority: JSONNode = [
                "objectType": "Group",
                "member": [
                    ["account": ["homePage": "http://old.example.com/oauth", "name": "app"]],
                    ["mbox": "mailto:teacher@example.com"],
                ],
            ]
            let line: JSONNode = [
                "id": .string(id), "actor": ["mbox": "mailto:ann@example.com"], "verb": ["id": .string(Self.verb)],
                "object": ["id": "http://example.com/a"], "authority": authority, "version": "1.0.0",
            ]
            let path = folder.path + "/in.ndjson"
            try Data(line.text.utf8).write(to: URL(filePath: path))
            let report = try await ImportStatements(service.services).run(
                file: path, tenant: DemoTenant.tenant, by: .commandLine)
            #expect(report.stored == 1)
            for agent in [
                #"{"mbox":"mailto:teacher@example.com"}"#,
                #"{"account":{"homePage":"http://old.example.com/oauth","name":"app"}}"#,
            ] {
                #expect(try await lrs.ids([("agent", agent), ("related_agents", "true")]) == [id])
                #expect(try await lrs.ids([("agent", agent)]).isEmpty)
            }
        }
    }

    @Test("Data that was missing at first comes with a second import of the same file", arguments: Engine.underTest)
    func laterData(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let (folder, lrs) = (TemporaryFolder(), try await LRSVisitor(service: service, scopes: .all))
            let (id, other, data) = (Saying.id(), Saying.id(), TestData("late"))
            let path = folder.path + "/in.ndjson"
            try Data(Self.statement(id, [data.attachment()]).text.utf8).write(to: URL(filePath: path))
            func run(_ file: String, _ change: (inout ImportStatements.Options) -> Void) async throws {
                var options = ImportStatements.Options()
                change(&options)
                _ = try await ImportStatements(service.services).run(
                    file: file, options: options, tenant: DemoTenant.tenant, by: .commandLine)
            }
            try await run(path) { $0.allowsMissingData = true }
            #expect(try await lrs.fetch(id).data.isEmpty)
            try Data(data.bytes).write(to: URL(filePath: folder.path + "/" + data.sha2))
            try await run(path) { $0.attachments = folder.path }
            #expect(try await lrs.fetch(id).data == [data.sha2: data.bytes])
            try await SweepAttachments(service.services).run(olderThan: -4_000_000_000)
            #expect(try await lrs.fetch(id).data == [data.sha2: data.bytes], "no sweep takes it away")
            let second = folder.path + "/second.ndjson"
            try Data(Self.statement(other, [data.attachment()]).text.utf8).write(to: URL(filePath: second))
            try await run(second) { _ in }
            #expect(try await lrs.fetch(other).data == [data.sha2: data.bytes], "the data that is here is at hand")
        }
    }
}

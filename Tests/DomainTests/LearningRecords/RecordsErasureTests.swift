import Cryptography
import Database
import JSON
import LearningRecords
import PersonalData
import TestWorld
import Testing
import Values
import XAPI

@Suite struct RecordsErasureTests {
    private let masks = RecordMasks(homePage: "http://localhost:8080")
    private let ann = PersonReference(
        tenant: Sample.tenant, person: UUID16(high: 1, low: 2), accountName: "ann", agentKeys: [Sample.hash("ann")])

    private func fill(_ database: SQLDatabase) async throws {
        try await database.add([
            (1, Sample.statement("ann")),
            (2, Sample.statement("bob", extra: [("context", ["instructor": Sample.agent("ann")])])),
            (3, Sample.statement("bob")),
            (4, Sample.reference(to: Sample.id(1))),
        ])
        try await database.write { tx in
            for (agent, number) in [("ann", 1), ("bob", 2)] {
                let context = DocumentContext.state(
                    activity: Sample.activity("a"), agent: Sample.hash(agent), registration: nil)
                try DocumentStore(Sample.tenant).put(
                    DocumentContent(type: "text/plain", bytes: [UInt8(number)]), as: "s", of: context,
                    if: DocumentCondition(version: .v1), in: tx, now: .noon)
            }
        }
    }

    @Test("Erasing a person leaves the part they played, and other people's records", arguments: Engine.underTest)
    func erase(engine: Engine) async throws {
        let eraser = StatementEraser(agentKey: Sample.keying, masks: masks) { Digest.sha256([1] + $0) }
        let ann = ann
        try await withRecords(engine) { database in
            try await fill(database)
            let count = try await database.write { tx in
                try eraser.erase(ann, in: tx, at: .noon) + DocumentEraser().erase(ann, in: tx, at: .noon)
            }
            #expect(count.lines.first { $0.table == "statement" }?.rows == 2)
            #expect(count.lines.first { $0.table == "document" }?.rows == 1)
            var filter = StatementFilter()
            filter.require(agentHash: Sample.hash("ann"), isRelated: true)
            #expect(try await database.numbers(filter).isEmpty)
            let page = try await database.read { tx in try Sample.store.page(StatementFilter(), limit: 9, in: tx) }
            #expect(try page.numbers() == [4, 3, 2, 1])
            let text = page.bodies.map { String(decoding: $0, as: UTF8.self) }
            #expect(text.allSatisfy { !$0.contains("ann@") })
            #expect(text[2].contains("bob@") && text[2].contains("erased-instructor"))
            #expect(text[3].contains("erased-actor"))
        }
    }

    @Test("The original of an erased statement is a conflict, its replacement is known", arguments: Engine.underTest)
    func resend(engine: Engine) async throws {
        let eraser = StatementEraser(agentKey: Sample.keying, masks: masks) { Digest.sha256([1] + $0) }
        let ann = ann
        try await withRecords(engine) { database in
            try await database.add([(1, Sample.statement("ann"))])
            _ = try await database.write { tx in try eraser.erase(ann, in: tx, at: .noon) }
            let error = await #expect(throws: ServiceError.self) {
                try await database.add([(1, Sample.statement("ann"))])
            }
            #expect(error?.code == .conflict)
        }
    }

    @Test("A person gets their statements and documents, with others masked", arguments: Engine.underTest)
    func export(engine: Engine) async throws {
        let exporter = StatementExporter(agentKey: Sample.keying, masks: masks)
        let ann = ann
        try await withRecords(engine) { database in
            try await fill(database)
            let files = try await database.read { tx in
                var files: [String: ExportedItem] = [:]
                try exporter.export(ann, from: tx) { files[$0.path] = $0 }
                try DocumentExporter().export(ann, from: tx) { files[$0.path] = $0 }
                return files
            }
            let own = try #require(files["xapi/statements-1.json"])
            let mentions = try #require(files["xapi/mentions-1.json"])
            #expect(own.count == 1 && mentions.count == 1)
            #expect(String(decoding: own.bytes, as: UTF8.self).contains("ann@example.com"))
            let text = String(decoding: mentions.bytes, as: UTF8.self)
            #expect(text.contains("ann@example.com") && !text.contains("bob@") && text.contains("another-person"))
            #expect(files["xapi/documents/1"]?.bytes == [1])
            #expect(files["xapi/documents.json"]?.count == 1)
        }
    }
}

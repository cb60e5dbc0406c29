import Database
import JSON
import Outbox
import PersonalData
import TestWorld
import Testing
import Values

@Suite("Personal data in the outbox")
struct OutboxPersonalDataTests {
    private let ada = PersonReference(tenant: .one, person: UUID16(high: 1, low: 1), accountName: "ada")

    @Test("A person's messages are handed out, and erased with their tries", arguments: Engine.underTest)
    func exportAndErase(engine: Engine) async throws {
        let bench = try await OutboxBench(engine) { _, _ in .delivered("") }
        let mine = try await bench.enqueue("mine", person: ada.person)
        let other = try await bench.enqueue("other", person: UUID16(high: 1, low: 2))
        try await bench.worker.deliverDue()
        let (now, ada) = (bench.frozen.now, ada)
        let items = try await bench.database.read { transaction in
            var items: [ExportedItem] = []
            try OutboxPersonalData().export(ada, from: transaction) { items.append($0) }
            return items
        }
        #expect(items.map(\.path) == ["outbox/messages.json"])
        let messages = try JSONDocument(parsing: try #require(items.first).bytes).root
        #expect(messages.count == 1)
        #expect(messages[0]?["payload"]?["name"]?.string == "mine")
        let count = try await bench.database.write { try OutboxPersonalData().erase(ada, in: $0, at: now) }
        #expect(count.lines.map(\.rows) == [1, 1])
        #expect(try await bench.entry(mine) == nil)
        #expect(try await bench.attempts(mine).isEmpty)
        #expect(try await bench.entry(other) != nil)
    }

    @Test("A table with a person's column and no eraser is named")
    func uncovered() {
        let tables = [
            TableInfo(name: "outbox", columns: ["id", "person"]), TableInfo(name: "letter", columns: ["person"]),
            TableInfo(name: "setting", columns: ["name"]), TableInfo(name: "quiet", columns: ["note"]),
            TableInfo(name: "kept", columns: ["person"]),
        ]
        let outbox = OutboxPersonalData()
        let registry = PersonalDataRegistry(
            exporters: [outbox], erasers: [outbox], furtherTables: ["quiet"], exempt: ["kept": "for this test"])
        #expect(
            registry.uncovered(tables: tables) == [
                "letter: no exporter", "letter: no eraser", "quiet: no exporter", "quiet: no eraser",
            ])
        #expect(registry.unknown(tables: tables) == ["outbox_attempt"])
    }
}

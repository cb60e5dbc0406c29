import Access
import Database
import PersonalData
import Server
import TestWorld
import Testing
import Values

/// Design D19: whatever holds personal data can be handed out and erased.
@Suite struct PersonalDataAssemblyTests {
    private let registry = PersonalDataAssembly.registry(
        vault: Vault(masterKey: Array(repeating: 7, count: 32)), world: FrozenWorld().world,
        publicURL: "https://tool.example", dataFolder: "nowhere")

    @Test("Each table that holds personal data has an exporter and an eraser, and each named table exists")
    func coverage() async throws {
        let database = try await TestDatabase.open(.sqlite)
        let tables = try await database.tables()
        await database.close()
        #expect(tables.count > 40)
        #expect(registry.uncovered(tables: tables) == [])
        #expect(registry.unknown(tables: tables) == [])
    }

    @Test("A new table with a person's column isn't overlooked")
    func newTable() {
        let tables = [TableInfo(name: "birthday_card", columns: ["tenant", "person"])]
        #expect(registry.uncovered(tables: tables) == ["birthday_card: no exporter", "birthday_card: no eraser"])
    }
}

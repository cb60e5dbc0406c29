import Foundation
import TestWorld
import Testing
import Values

@testable import Database

@Suite("Copies and traces")
struct BackupTests {
    @Test("A copy holds the records as they were, and can be opened")
    func copy() async throws {
        let database = try await NotesTable.open(.sqlite)
        let folder = TemporaryFolder()
        try await database.addNote(1, "a")
        try await database.backup(to: folder.path + "/copy.sqlite")
        try await database.addNote(2, "b")
        let copy = try await SQLDatabase.open(.sqlite(folder.path + "/copy.sqlite"), world: FrozenWorld().world)
        #expect(try await copy.notes() == [1])
        #expect(try await copy.instanceID() == database.instanceID())
        await copy.close()
    }

    @Test("After a scrub nothing of deleted rows is left in SQLite's files")
    func scrub() async throws {
        let folder = TemporaryFolder()
        var options = DatabaseOptions(world: FrozenWorld().world)
        options.readers = 1
        let path = folder.path + "/scrub.sqlite"
        let database = try await SQLDatabase.open(.sqlite(path), options: options)
        try await database.migrate(to: [NotesTable.migration])
        for number in 1...200 {
            try await database.addNote(number, "remnant-\(number)-" + String(repeating: "y", count: 300))
        }
        _ = try await database.write { try $0.execute("delete from note where id > 100") }
        #expect(try remnants(in: folder, 101...200) > 0)
        try await database.scrub()
        #expect(try remnants(in: folder, 101...200) == 0)
        #expect(try await database.notes().count == 100)
        await database.close()
    }

    @Test("PostgreSQL's tables are rewritten by a scrub", .enabled(if: Engine.underTest.contains(.postgres)))
    func postgresScrub() async throws {
        let database = try await NotesTable.open(.postgres)
        for number in 1...20 { try await database.addNote(number, "n\(number)") }
        let before = try await place(of: database)
        try await database.scrub()
        #expect(try await place(of: database) != before)
        #expect(try await database.notes().count == 20)
    }

    private func place(of database: SQLDatabase) async throws -> String? {
        try await database.read { try $0.row("select pg_relation_filepath('note')::text")?.text(0) }
    }

    private func remnants(in folder: TemporaryFolder, _ numbers: ClosedRange<Int>) throws -> Int {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let all = files.compactMap { FileManager.default.contents(atPath: folder.path + "/" + $0) }
        return numbers.count { number in
            all.contains { $0.range(of: Data("remnant-\(number)-".utf8)) != nil }
        }
    }
}

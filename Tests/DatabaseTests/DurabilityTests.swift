import Database
import Foundation
import TestWorld
import Testing
import Values

@Suite("What was answered stays")
struct DurabilityTests {
    @Test("A process killed among many writers has lost nothing that was answered")
    func killed() async throws {
        let folder = TemporaryFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let database = try await SQLDatabase.open(.sqlite(path + "/kill.sqlite"), world: FrozenWorld().world)
            try await database.write { try $0.execute("create table acknowledged (number integer primary key) strict") }
            let file = open(path + "/answers", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for step in 0..<10_000 {
                            let number = writer * 10_000 + step
                            try await database.write {
                                try $0.execute("insert into acknowledged values (\(number))")
                            }
                            let line = Array("\(number)\n".utf8)
                            _ = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                            if writer == 3 && step == 100 { kill(getpid(), SIGKILL) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        let answered = try String(contentsOfFile: path + "/answers", encoding: .utf8).split(separator: "\n").map(
            String.init)
        let database = try await SQLDatabase.open(.sqlite(path + "/kill.sqlite"), world: FrozenWorld().world)
        let stored = try await database.read { transaction in
            Set(try transaction.rows("select number from acknowledged").map { "\(try $0.int(0))" })
        }
        #expect(answered.count > 100)
        #expect(Set(answered).isSubset(of: stored))
        #expect(try await database.read { try $0.row("pragma integrity_check")?.text(0) } == "ok")
        await database.close()
    }
}

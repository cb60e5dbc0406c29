import Database
import Foundation

/// A file with all tables, made once per process; each test gets a copy.
actor SQLiteTemplate {
    static let shared = SQLiteTemplate()

    private let folder = TemporaryFolder()
    private var making: Task<String, any Error>?

    func path() async throws -> String {
        if let making { return try await making.value }
        let path = folder.path + "/template.sqlite"
        let task = Task {
            let database = try await SQLDatabase.open(.sqlite(path), world: .forTests)
            try await database.migrate()
            await database.close()
            return path
        }
        making = task
        return try await task.value
    }
}

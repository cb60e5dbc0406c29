import Foundation
import Values

/// Where the measuring happens: which rows are wanted, a folder for all files, and the rows measured so far.
final class Yard: Sendable {
    let executable: String
    /// What the stages' data lie in; nil for SQLite.
    let postgres: BenchPostgres?
    private let wanted: Set<String>
    private let folder: URL
    private let measured = Locked<[BenchRow]>([])

    init(wanted: Set<String>, executable: String, postgres: BenchPostgres?) throws {
        self.wanted = wanted
        self.postgres = postgres
        self.executable = executable
        folder = FileManager.default.temporaryDirectory.appending(path: "lectern-bench-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    var rows: [BenchRow] { measured.withLock { $0 } }

    func wants(_ id: String) -> Bool { wanted.contains(id) }

    func wantsAny(_ ids: [String]) -> Bool { ids.contains(where: wanted.contains) }

    /// Keeps a row, if it is wanted, and prints it.
    func add(_ row: BenchRow) {
        guard wants(row.id) else { return }
        measured.withLock { $0.append(row) }
        print(row.line)
        fflush(nil)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func remove(_ name: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path(name + suffix)) }
    }

    func clear() {
        try? FileManager.default.removeItem(at: folder)
        postgres?.clear()
    }
}

/// Runs both in turn and gives the median of each, so that neither has the quieter moments for itself.
/// - Parameter limit: gives nil where there is no limit.
func alternating(
    _ rounds: Int = 3, _ value: () throws -> LoadResult, limit: () throws -> Double?
) throws -> (value: LoadResult, limit: Double?) {
    var values: [LoadResult] = []
    var limits: [Double] = []
    for _ in 0..<rounds {
        values.append(try value())
        if let limit = try limit() { limits.append(limit) }
    }
    values.sort { $0.rate < $1.rate }
    limits.sort()
    return (values[rounds / 2], limits.isEmpty ? nil : limits[rounds / 2])
}

/// What a C loop gave, which is negative when it failed.
func reached(_ what: String, _ rate: Double) throws -> Double {
    guard rate > 0 else { throw BenchFailure("the limit can't be taken: \(what)") }
    return rate
}

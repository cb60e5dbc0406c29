import Foundation
import JSON
package import Values

/// Measures the service against limits taken in the same run (design §9).
package struct Bench: Sendable {
    /// A row, or a group of rows that share their preparation.
    struct Group: Sendable {
        let ids: [String]
        let run: @Sendable (Yard) async throws -> Void

        init(_ ids: [String], run: @escaping @Sendable (Yard) async throws -> Void) {
            self.ids = ids
            self.run = run
        }
    }

    private static let groups: [Group] = [.token, .start, .posting, .completion, .launch, .cohorts, .report, .stored]

    /// Every row's id, in the order in which they are measured.
    package static var ids: [String] { groups.flatMap(\.ids) }

    /// Those that take at most twenty minutes together.
    package static var usual: [String] { ids.filter { !$0.hasSuffix("-10m") } }

    /// Reads at 10 thousand and at 10 million statements, whose store needs 60 GB of disk.
    package static var large: [String] {
        ids.filter { $0.hasPrefix("get-") && ($0.hasSuffix("-10k") || $0.hasSuffix("-10m")) }
    }

    /// Those whose limit isn't read from SQLite's file, or that say something without one.
    package static var onPostgres: [String] {
        let served: [Group] = [.posting, .completion, .cohorts, .stored]
        return served.flatMap(\.ids).filter { usual.contains($0) && !ExportRows.ids.contains($0) }
    }

    /// Why the large rows can't be measured here; nil when they can.
    package static func obstacleToLarge() -> String? {
        let attributes = try? FileManager.default.attributesOfFileSystem(
            forPath: FileManager.default.temporaryDirectory.path)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
        return free >= 60_000_000_000 ? nil : "60 GB of disk are needed for temporary files, \(free >> 30) GiB are free"
    }

    /// Runs the rows of these ids, prints the table as they come, and writes the file.
    /// - Parameters:
    ///   - executable: what is served and measured, this program.
    ///   - postgres: a server on which databases may be made; without it SQLite is measured.
    ///   - file: where the JSON goes; its folder is made.
    package static func run(
        _ wanted: Set<String>, executable: String, postgres: Secret<String>? = nil, file: String
    ) async throws {
        let yard = try Yard(wanted: wanted, executable: executable, postgres: postgres.map(BenchPostgres.init))
        defer { yard.clear() }
        print(Machine.here.text + "\n" + BenchRow.heading)
        for group in groups where group.ids.contains(where: wanted.contains) { try await group.run(yard) }
        let report: JSONNode = ["machine": Machine.here.node, "rows": .array(yard.rows.map(\.node))]
        let url = URL(filePath: file)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(report.serialized + [UInt8(ascii: "\n")]).write(to: url, options: .atomic)
        print("\n\(file) has the same as JSON.")
    }
}

/// What went wrong with a measurement.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

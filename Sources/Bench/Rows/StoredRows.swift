import Access
import LearningRecords
import Values
import Workflows
import XAPI

extension Bench.Group {
    /// Rows on a store of 10 thousand statements, then on the same with a million, and with ten.
    static let stored = Bench.Group(sizes.flatMap(\.ids) + ExportRows.ids) { yard in
        let stage = try Stage("stored", in: yard)
        let authorization = try await stage.makeClient()
        var stored = 0
        var erased: Double?
        for size in sizes where yard.wantsAny(size.ids + (size.name == "1m" ? ExportRows.ids : [])) {
            let present = stored
            let rows = try await stage.prepare { services in
                try await BulkLoad(services, authorization).run(from: present, to: size.count)
                var rows: [(row: GetRow, alone: Double)] = []
                for row in GetRow.all(services.agentKeying) where yard.wants("get-\(row.name)-\(size.name)") {
                    rows.append((row, try await row.readAlone(services)))
                }
                return rows
            }
            stored = size.count
            try await stage.serve { child in
                for (row, alone) in rows {
                    yard.add(try row.measure(stage, authorization, size: size.name, alone: alone))
                }
            }
            if yard.wants("erase-\(size.name)") {
                erased = try await EraseRow.measure(stage, yard, size: size.name, smaller: erased)
            }
            if size.name == "1m", yard.wantsAny(ExportRows.ids) {
                try ExportRows.statements(stage, yard, size: size.name)
            }
        }
    }

    private struct Size {
        let name: String
        let count: Int

        var ids: [String] { GetRow.names.map { "get-\($0)-\(name)" } + ["erase-\(name)"] }
    }

    private static let sizes = [
        Size(name: "10k", count: 10_000), Size(name: "1m", count: 1_000_000),
        Size(name: "10m", count: 10_000_000),
    ]
}

/// Stores many statements by the service's own way, without HTTP.
struct BulkLoad {
    private static let batch = 500
    private let services: Services
    private let authorization: String

    init(_ services: Services, _ authorization: String) {
        self.services = services
        self.authorization = authorization
    }

    func run(from first: Int, to end: Int) async throws {
        let header = authorization.split(separator: " ", maxSplits: 1).last.map(String.init)
        let principal = try await RecordsAccess(services).principal(
            authorization: header, sessionsOnly: false, address: "bench")
        let recording = RecordStatements(services)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<2 {
                group.addTask {
                    for start in stride(from: first + lane * Self.batch, to: end, by: 2 * Self.batch) {
                        let body = BenchStatement.batch(from: start, count: min(Self.batch, end - start))
                        _ = try await recording.run(
                            StatementSubmission(body: body, version: .v2), by: principal)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

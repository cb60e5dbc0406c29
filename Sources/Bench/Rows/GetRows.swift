import CReference
import Database
import DemoJourney
import JSON
import LearningRecords
import Values
import Workflows
import XAPI

/// A GET with one filter, and the same rows read in C.
struct GetRow: Sendable {
    let name: String
    /// The queries, which differ in their key; each asks for 50.
    let queries: [String]
    /// The key of each query in the index; none for all statements.
    let keys: [StatementKey]

    static let pageSize = 50
    static let names = ["recent", "agent", "registration", "related"]

    static func all(_ agentKey: AgentKeying) -> [GetRow] {
        let people = 0..<200
        return [
            GetRow(name: "recent", queries: [""], keys: []),
            GetRow(
                name: "agent",
                queries: people.map { "&agent=" + BenchStatement.actor($0).agent.text.percentEncoded },
                keys: people.map {
                    StatementKey(.agent, hash: agentKey(BenchStatement.actor($0).canonical))
                }),
            GetRow(
                name: "registration",
                queries: people.map { "&registration=\(BenchStatement.registration($0, $0 % 5))" },
                keys: people.map { StatementKey(registration: BenchStatement.registration($0, $0 % 5)) }),
            GetRow(
                name: "related",
                queries: (0..<5).map {
                    "&related_activities=true&activity=" + BenchStatement.course($0).percentEncoded
                },
                keys: (0..<5).map { StatementKey(.relatedActivity, iri: BenchStatement.course($0)) }),
        ]
    }

    /// Pages a second that the store gives to one thread, without HTTP.
    func readAlone(_ services: Services) async throws -> Double {
        try await services.database.read { tx in
            let store = services.statements(of: School.tenant)
            let start = ContinuousClock.now
            var pages = 0
            while start.duration(to: .now) < .seconds(1) {
                var filter = StatementFilter()
                if !keys.isEmpty { filter.criteria = [[keys[pages % keys.count]]] }
                _ = try store.page(filter, limit: Self.pageSize, in: tx)
                pages += 1
            }
            return Double(pages) / start.duration(to: .now).seconds
        }
    }

    /// - Parameter alone: what the store gave without HTTP.
    func measure(_ stage: Stage, _ authorization: String, size: String, alone: Double) throws -> BenchRow {
        let requests = queries.map { query in
            HTTPText.get(
                "/xapi/statements?limit=\(Self.pageSize)\(query)",
                headers: [authorization, "X-Experience-API-Version: 2.0.0"])
        }
        _ = try LoadResult.load(port: stage.port, connections: 8, requests, seconds: 0.5)
        let plain = stage.isSQLite ? try readInC(stage.databasePath) : nil
        let measured = try alternating {
            try LoadResult.load(port: stage.port, connections: 8, requests, seconds: 2)
        } limit: {
            stage.isSQLite ? try serveInC(stage.databasePath, requests) : nil
        }
        var data = "\(size) stored; the store alone gives \(BenchRow.short(alone))/s"
        if let plain {
            data += ", C \(BenchRow.short(plain)): \(BenchRow.decimals(alone / plain, 2))"
        }
        return BenchRow(
            id: "get-\(name)-\(size)", what: "GET of 50 statements, \(name)", value: measured.value.rate,
            unit: "requests/s", limit: measured.limit, goal: stage.isSQLite ? "≥ 0.5" : "", p50: measured.value.p50,
            p99: measured.value.p99, data: data)
    }

    private var sql: String {
        keys.isEmpty
            ? "select body from statement where tenant = 1 order by stored_at desc, seq desc limit \(Self.pageSize)"
            : """
            select s.body from statement_key k cross join statement s on s.seq = k.seq
            where k.tenant = 1 and k.key = ? order by k.stored_at desc, k.seq desc limit \(Self.pageSize)
            """
    }

    private var keyBytes: [UInt8] { keys.flatMap(\.bytes) }
    private var keyLength: Int32 { keys.isEmpty ? 0 : 16 }
    private var keyCount: Int32 { Int32(max(1, keys.count)) }

    /// The same rows read in C, by one thread, and sent to nobody.
    private func readInC(_ path: String) throws -> Double {
        var rows = 0
        return try reached(
            "reads of \(name)", lectern_reference_read(path, sql, keyBytes, keyLength, keyCount, 1, &rows))
    }

    /// The same rows read and sent by a server in C, to the same load.
    private func serveInC(_ path: String, _ requests: [HTTPText]) throws -> Double {
        let port = try FreePort.find(1)[0]
        let bytes = keyBytes + [0]
        return try bytes.withUnsafeBufferPointer { keys in
            guard
                let server = lectern_reference_serve(
                    Int32(port), 2, path, sql, keys.baseAddress, keyLength, keyCount)
            else { throw BenchFailure("the limit can't be taken: the server in C doesn't start") }
            defer { lectern_reference_stop(server) }
            return try LoadResult.load(port: port, connections: 8, requests, seconds: 2).rate
        }
    }
}

extension String {
    /// For a query's value: all but RFC 3986's unreserved characters.
    var percentEncoded: String {
        utf8.reduce(into: "") { out, byte in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: out.append(Character(UnicodeScalar(byte)))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

import CReference
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

    func measure(_ stage: Stage, _ authorization: String, size: String) throws -> BenchRow {
        let requests = queries.map { query in
            HTTPText.get(
                "/xapi/statements?limit=\(Self.pageSize)\(query)",
                headers: [authorization, "X-Experience-API-Version: 2.0.0"])
        }
        _ = try LoadResult.load(port: stage.port, connections: 8, requests, seconds: 0.5)
        var rowsPerQuery = 0.0
        let measured = try alternating {
            try LoadResult.load(port: stage.port, connections: 8, requests, seconds: 2)
        } limit: {
            let (rate, rows) = try reference(stage.databasePath)
            rowsPerQuery = rows
            return rate
        }
        return BenchRow(
            id: "get-\(name)-\(size)", what: "GET of 50 statements, \(name)", value: measured.value.rate,
            unit: "requests/s", limit: measured.limit, goal: "≥ 0.5", p50: measured.value.p50, p99: measured.value.p99,
            data: "\(size) statements stored, \(BenchRow.short(rowsPerQuery)) found")
    }

    private func reference(_ path: String) throws -> (rate: Double, rowsPerQuery: Double) {
        let sql =
            keys.isEmpty
            ? "select body from statement where tenant = 1 order by stored_at desc, seq desc limit \(Self.pageSize)"
            : """
            select s.body from statement_key k cross join statement s on s.seq = k.seq
            where k.tenant = 1 and k.key = ? order by k.stored_at desc, k.seq desc limit \(Self.pageSize)
            """
        var rows = 0
        let rate = try reached(
            "reads of \(name)",
            lectern_reference_read(
                path, sql, keys.flatMap(\.bytes), keys.isEmpty ? 0 : 16, Int32(max(1, keys.count)), 2, &rows))
        return (rate, Double(rows) / (rate * 2))
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

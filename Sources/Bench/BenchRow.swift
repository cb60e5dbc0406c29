import JSON

/// One measured figure beside the limit that was taken in the same run (design §9).
struct BenchRow: Sendable {
    let id: String
    let what: String
    let value: Double
    let unit: String
    var limit: Double?
    /// What the ratio is meant to be at least, or the value at most where there is no limit; only for the table.
    var goal = ""
    /// Latencies in milliseconds.
    var p50, p99: Double?
    /// What was stored, sent or walked.
    var data: String

    /// How much of the limit is reached: higher is better.
    var ratio: Double? { limit.map { value / $0 } }

    var node: JSONNode {
        .object([
            ("id", .string(id)), ("what", .string(what)), ("value", .number(value)), ("unit", .string(unit)),
            ("limit", limit.map { .number($0) } ?? .null), ("ratio", ratio.map { .number($0) } ?? .null),
            ("p50", p50.map { .number($0) } ?? .null), ("p99", p99.map { .number($0) } ?? .null),
            ("data", .string(data)),
        ])
    }

    /// A line of the table under ``heading``.
    var line: String {
        let cells = [
            Self.short(value), unit, limit.map(Self.short) ?? "", ratio.map { Self.decimals($0, 2) } ?? "", goal,
            p50.map(Self.short) ?? "", p99.map(Self.short) ?? "",
        ]
        return Self.joined([id] + cells) + "  " + data
    }

    static let heading = joined(["id", "value", "unit", "limit", "ratio", "goal", "p50 ms", "p99 ms"]) + "  data"

    private static func joined(_ cells: [String]) -> String {
        zip(cells, [22, 10, 14, 10, 6, 8, 8, 8]).enumerated().map { place, cell in
            let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return place == 0 || place == 2 ? cell.0 + padding : padding + cell.0
        }.joined(separator: " ")
    }

    /// Three or more figures that count.
    static func short(_ number: Double) -> String { decimals(number, number < 10 ? 2 : number < 100 ? 1 : 0) }

    static func decimals(_ number: Double, _ count: Int) -> String {
        guard number.isFinite else { return "–" }
        let scale = (0..<count).reduce(1.0) { scale, _ in scale * 10 }
        let whole = Int((abs(number) * scale).rounded())
        let sign = number < 0 && whole != 0 ? "-" : ""
        guard count > 0 else { return sign + String(whole) }
        let digits = String(repeating: "0", count: max(0, count + 1 - String(whole).count)) + String(whole)
        return sign + digits.dropLast(count) + "." + digits.suffix(count)
    }
}

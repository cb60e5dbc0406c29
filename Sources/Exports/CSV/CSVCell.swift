package import Cohorts
import JSON
package import Values

/// A value in a CSV file, by its kind: what we write as a number is never taken for a formula.
package enum CSVCell: Sendable, Equatable {
    case empty
    case text(String)
    case integer(Int)
    case decimal(Double)
    case flag(Bool)
    case moment(Instant)
    case day(LocalDay)
    case list([String])

    /// Text, or empty when there is none.
    package static func optional(_ text: String?) -> CSVCell { text.map(CSVCell.text) ?? .empty }
    package static func optional(_ moment: Instant?) -> CSVCell { moment.map(CSVCell.moment) ?? .empty }
    package static func optional(_ value: Double?) -> CSVCell { value.map(CSVCell.decimal) ?? .empty }
    package static func optional(_ flag: Bool?) -> CSVCell { flag.map(CSVCell.flag) ?? .empty }

    func content(_ dialect: CSVDialect) -> String {
        switch self {
        case .empty: ""
        case .text(let text): dialect.guardsFormulas ? FormulaGuard.disarmed(text) : text
        case .integer(let value): String(value)
        case .decimal(let value): Self.plain(value)
        case .flag(let flag): flag ? "true" : "false"
        case .moment(let moment): dialect.zone.rfc3339(moment)
        case .day(let day): day.description
        case .list(let texts): Self.list(texts, dialect)
        }
    }

    private static func list(_ texts: [String], _ dialect: CSVDialect) -> String {
        guard !texts.isEmpty else { return "" }
        if dialect.writesListsAsJSON { return JSONNode.array(texts.map { .string($0) }).text }
        let joined = texts.joined(separator: "; ")
        return dialect.guardsFormulas ? FormulaGuard.disarmed(joined) : joined
    }

    /// A decimal point, no exponent, at most nine digits after the point, no trailing zeros.
    private static func plain(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        let scaled = (value.magnitude * 1_000_000_000).rounded()
        guard scaled < 9e18 else { return value.description }
        let billionths = UInt64(scaled)
        let (whole, rest) = billionths.quotientAndRemainder(dividingBy: 1_000_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.last == "0" { digits.removeLast() }
        let sign = value < 0 && billionths > 0 ? "-" : ""
        return sign + String(whole) + (digits.isEmpty ? "" : "." + digits)
    }
}

/// Takes the sting out of text that a spreadsheet would run (ASVS, CWE-1236).
package enum FormulaGuard {
    private static let signs: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\0", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// With a `'` in front when the text, after leading spaces, begins with a sign that starts a formula.
    package static func disarmed(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace || signs.contains($0) }
        guard let first, signs.contains(first) else { return text }
        return "'" + text
    }
}

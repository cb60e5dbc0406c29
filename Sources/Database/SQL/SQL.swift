/// A statement in the SQL that both engines share, with its values bound:
///
///     let statement: SQL = "select name from course where tenant = \(tenant) and id = \(id)"
///
/// Every `\(…)` is a bound value. `\(raw: …)` puts trusted text in, `\(list: …)` a list for `in (…)`, `\(rows: …)` the
/// rows of a `values`, and another `SQL` its text and values. The text itself mustn't hold a `?` outside of quotes.
/// Statements are prepared and kept per text, so what varies belongs into values, not into the text.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// With a `?` for each value.
    public private(set) var text: String
    public private(set) var values: [SQLValue]

    public init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    /// Trusted text without values.
    public init(raw text: String) {
        self.text = text
        values = []
    }

    /// Text with a `?` for each of the values.
    init(_ text: String, _ values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        var sum = a
        sum += b
        return sum
    }

    public static func += (a: inout SQL, b: SQL) {
        a.text += b.text
        a.values += b.values
    }

    /// Closes a `select` that claims rows: PostgreSQL locks them and leaves out those that another worker has locked;
    /// SQLite has one writer and needs nothing.
    public static func forUpdateSkipLocked(_ engine: Engine) -> SQL {
        engine == .postgres ? " for update skip locked" : ""
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text: String
        var values: [SQLValue]

        public init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount)
            values = []
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        public mutating func appendInterpolation(_ value: some Bindable) {
            text += "?"
            values.append(value.sqlValue)
        }

        public mutating func appendInterpolation(_ value: (some Bindable)?) {
            text += "?"
            values.append(value.sqlValue)
        }

        public mutating func appendInterpolation(_ value: SQLValue) {
            text += "?"
            values.append(value)
        }

        public mutating func appendInterpolation(_ sql: SQL) {
            text += sql.text
            values += sql.values
        }

        /// Trusted text, such as a column's name from the code.
        public mutating func appendInterpolation(raw: String) { text += raw }

        /// `?, ?, ?`, and `null` for none, which no column is `in`.
        public mutating func appendInterpolation(list: some Sequence<some Bindable>) {
            let before = values.count
            for element in list {
                text += values.count == before ? "?" : ", ?"
                values.append(element.sqlValue)
            }
            if values.count == before { text += "null" }
        }

        /// `(?, ?), (?, ?)`: the rows after `values`. There must be at least one.
        public mutating func appendInterpolation(rows: some Sequence<[any Bindable]>) {
            var separator = ""
            for row in rows {
                text += separator + "(" + Array(repeating: "?", count: row.count).joined(separator: ", ") + ")"
                separator = ", "
                for value in row { values.append(value.sqlValue) }
            }
        }
    }
}

public import Database
public import Values

/// Removes what a domain holds about a person, or takes the person out of it (GDPR art. 17).
public protocol PersonalDataEraser: Sendable {
    /// The tables that it changes.
    var tables: [String] { get }
    /// - Parameter at: the moment that is written wherever the erasure is recorded.
    func erase(_ person: PersonReference, in transaction: Transaction, at: Instant) throws -> ErasureCount
}

/// How many rows of which table an erasure touched, and how; it goes into the certificate.
public struct ErasureCount: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
        case deleted
        /// The row stays, without the person.
        case replaced
        /// It stays as it is, because a law wants it; the certificate says so.
        case kept
    }

    public struct Line: Sendable, Equatable {
        public var table: String
        public var action: Action
        public var rows: Int

        public init(table: String, action: Action, rows: Int) {
            self.table = table
            self.action = action
            self.rows = rows
        }
    }

    /// One for each table and action, in order of table.
    public private(set) var lines: [Line] = []

    public init() {}

    public init(_ table: String, _ action: Action, _ rows: Int) { add(table, action, rows) }

    public mutating func add(_ table: String, _ action: Action, _ rows: Int) {
        if let known = lines.firstIndex(where: { $0.table == table && $0.action == action }) {
            lines[known].rows += rows
        } else {
            lines.append(Line(table: table, action: action, rows: rows))
            lines.sort { ($0.table, $0.action.rawValue) < ($1.table, $1.action.rawValue) }
        }
    }

    public static func + (a: ErasureCount, b: ErasureCount) -> ErasureCount {
        var sum = a
        for line in b.lines { sum.add(line.table, line.action, line.rows) }
        return sum
    }
}

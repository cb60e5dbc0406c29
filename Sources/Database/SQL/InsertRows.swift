/// The values of rows to be inserted together, see ``Transaction/insert(_:_:_:)``.
public struct InsertRows: Sendable {
    /// How many values make a row.
    public let columns: Int
    private(set) var values: [SQLValue] = []

    /// - Parameter columns: at least 1.
    public init(columns: Int, reserving rows: Int = 0) {
        self.columns = columns
        values.reserveCapacity(columns * rows)
    }

    public var count: Int { values.count / columns }

    /// Adds a row; there must be as many values as columns.
    public mutating func append(_ row: SQLValue...) {
        precondition(row.count == columns, "\(row.count) values for \(columns) columns")
        values += row
    }

    mutating func append(row: [SQLValue]) {
        precondition(row.count == columns, "\(row.count) values for \(columns) columns")
        values += row
    }

    func row(_ index: Int) -> ArraySlice<SQLValue> { values[index * columns..<(index + 1) * columns] }

    func rows(_ range: Range<Int>) -> [SQLValue] {
        Array(values[range.lowerBound * columns..<range.upperBound * columns])
    }

    /// `(?, ?), (?, ?)` for so many rows.
    func placeholders(_ rows: Int) -> String {
        let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
        return Array(repeating: row, count: rows).joined(separator: ", ")
    }
}

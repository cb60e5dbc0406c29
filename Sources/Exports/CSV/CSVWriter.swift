/// Writes RFC 4180 line by line into a sink: CRLF, doubled quotes, the same number of fields everywhere.
package struct CSVWriter {
    private let dialect: CSVDialect
    private let columns: Int
    private let sink: ([UInt8]) throws -> Void
    private var buffer: [UInt8] = []
    /// Lines written, the header not counted.
    package private(set) var rows = 0

    /// Begins with the header.
    package init(_ header: [String], _ dialect: CSVDialect, to sink: @escaping ([UInt8]) throws -> Void) throws {
        self.dialect = dialect
        self.sink = sink
        columns = header.count
        if dialect.hasByteOrderMark { buffer += [0xEF, 0xBB, 0xBF] }
        append(header.map { CSVCell.text($0) })
    }

    /// A line; a wrong number of cells is a defect and stops the program in debug builds.
    package mutating func write(_ cells: [CSVCell]) throws {
        assert(cells.count == columns, "\(cells.count) cells in a file of \(columns) columns")
        append(cells)
        rows += 1
        if buffer.count >= 32_768 { try flush() }
    }

    /// Hands over what is left.
    package mutating func finish() throws { try flush() }

    private mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try sink(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ cells: [CSVCell]) {
        let separator = Array(String(dialect.separator).utf8)
        for (position, cell) in cells.enumerated() {
            if position > 0 { buffer += separator }
            append(cell.content(dialect), separator)
        }
        buffer += [13, 10]
    }

    private mutating func append(_ text: String, _ separator: [UInt8]) {
        let bytes = Array(text.utf8)
        let isPlain = bytes.allSatisfy { $0 != 34 && $0 != 13 && $0 != 10 && $0 != separator[0] }
        guard !isPlain || bytes.first == 32 || bytes.last == 32 else {
            buffer += bytes
            return
        }
        buffer.append(34)
        for byte in bytes {
            if byte == 34 { buffer.append(34) }
            buffer.append(byte)
        }
        buffer.append(34)
    }
}

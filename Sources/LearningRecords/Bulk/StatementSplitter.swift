import Values

/// Finds where statements begin and end in JSON Lines or in an array, as bytes arrive. What stands between is left to
/// the JSON parser.
struct StatementSplitter {
    private enum Mode { case unknown, lines, array, end }

    private var mode = Mode.unknown
    private var line = 1
    private var item: [UInt8] = []
    private var itemLine = 1
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// In an array: a comma or the end comes next.
    private var isBehindItem = false
    private var isBehindComma = false

    mutating func take(_ bytes: [UInt8]) throws(ServiceError) -> [StatementFileReader.Item] {
        var found: [StatementFileReader.Item] = []
        for byte in bytes {
            switch mode {
            case .unknown: begin(byte)
            case .lines: takeOfLine(byte, &found)
            case .array: try takeOfArray(byte, &found)
            case .end: if !Self.isSpace(byte) { throw refusal("something follows the array") }
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
        guard item.count <= StatementFileReader.itemLimit else { throw refusal("a statement is too large") }
        return found
    }

    mutating func finish() throws(ServiceError) -> [StatementFileReader.Item] {
        var found: [StatementFileReader.Item] = []
        switch mode {
        case .array: throw refusal("the file ends inside the array")
        case .lines: endLine(&found)
        case .unknown, .end: break
        }
        mode = .end
        return found
    }

    /// White space and a byte order mark may stand before everything.
    private mutating func begin(_ byte: UInt8) {
        guard !Self.isSpace(byte), byte != 0xEF, byte != 0xBB, byte != 0xBF else { return }
        itemLine = line
        if byte == UInt8(ascii: "[") {
            mode = .array
        } else {
            mode = .lines
            item.append(byte)
        }
    }

    private mutating func takeOfLine(_ byte: UInt8, _ found: inout [StatementFileReader.Item]) {
        guard byte == UInt8(ascii: "\n") else { return item.append(byte) }
        endLine(&found)
        itemLine = line + 1
    }

    private mutating func endLine(_ found: inout [StatementFileReader.Item]) {
        defer { item.removeAll(keepingCapacity: true) }
        guard !item.allSatisfy(Self.isSpace) else { return }
        found.append(.init(line: itemLine, bytes: item))
    }

    private mutating func takeOfArray(
        _ byte: UInt8, _ found: inout [StatementFileReader.Item]
    ) throws(ServiceError) {
        if item.isEmpty {
            try betweenItems(byte)
        } else if isInString {
            item.append(byte)
            endString(byte)
        } else if depth == 0, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || Self.isSpace(byte) {
            end(&found)
            try betweenItems(byte)
        } else {
            item.append(byte)
            inside(byte)
            if depth == 0, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { end(&found) }
        }
    }

    private mutating func betweenItems(_ byte: UInt8) throws(ServiceError) {
        guard !Self.isSpace(byte) else { return }
        switch byte {
        case UInt8(ascii: "]"):
            guard !isBehindComma else { throw refusal("the array ends behind a comma") }
            mode = .end
        case UInt8(ascii: ","):
            guard isBehindItem else { throw refusal("a comma stands where a statement should") }
            (isBehindItem, isBehindComma) = (false, true)
        default:
            guard !isBehindItem else { throw refusal("no comma stands between two statements") }
            itemLine = line
            item.append(byte)
            isBehindComma = false
            inside(byte)
        }
    }

    private mutating func inside(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        case UInt8(ascii: "\""): isInString = true
        default: break
        }
    }

    private mutating func endString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    private mutating func end(_ found: inout [StatementFileReader.Item]) {
        found.append(.init(line: itemLine, bytes: item))
        item.removeAll(keepingCapacity: true)
        isBehindItem = true
    }

    private func refusal(_ text: String) -> ServiceError {
        ServiceError(
            .invalid, "The file can't be read as statements: line \(line): \(text).", faults: [.init("\(line)", text)])
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}

/// Rows as bytes, the same for both engines: each value is its kind, then eight bytes of a number, or a length in four
/// bytes and the content; all little-endian.
enum RowCodec {
    static func encode(_ row: Row, into out: inout [UInt8]) throws {
        for column in 0..<row.count {
            let cell = try row.cell(column)
            out.append(cell.kind.rawValue)
            switch cell.kind {
            case .null: break
            case .integer, .real: append(UInt64(cell.payload), bytes: 8, to: &out)
            case .text, .bytes:
                row.storage.withBytes(of: cell) { bytes in
                    append(UInt64(bytes.count), bytes: 4, to: &out)
                    out.append(contentsOf: bytes)
                }
            }
        }
    }

    private static func append(_ number: UInt64, bytes: Int, to out: inout [UInt8]) {
        for place in 0..<bytes { out.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(place)))) }
    }
}

/// Takes rows out of bytes that come in pieces of any length.
struct RowDecoder {
    private var buffer: [UInt8] = []
    private var place = 0
    private let kinds: [SQLKind]

    /// - Parameter kinds: of the columns, in order; they give missing values their type.
    init(kinds: [SQLKind]) { self.kinds = kinds }

    /// Whether every byte belonged to a whole row.
    var isAtEnd: Bool { place == buffer.count }

    mutating func feed(_ bytes: [UInt8]) {
        buffer.removeSubrange(..<place)
        place = 0
        buffer += bytes
    }

    /// The next row, or nil until more bytes have come.
    /// - Throws: ``DatabaseError/Code/unexpectedValue`` for bytes that are no row.
    mutating func next() throws -> [SQLValue]? {
        var at = place
        var row: [SQLValue] = []
        row.reserveCapacity(kinds.count)
        for kind in kinds {
            guard let value = try value(kind, at: &at) else { return nil }
            row.append(value)
        }
        guard at > place else { return nil }
        place = at
        return row
    }

    private func value(_ wanted: SQLKind, at place: inout Int) throws -> SQLValue? {
        guard place < buffer.count else { return nil }
        guard let kind = SQLKind(rawValue: buffer[place]) else {
            throw DatabaseError(.unexpectedValue, "a value of an unknown kind")
        }
        switch kind {
        case .null:
            place += 1
            return .null(wanted)
        case .integer, .real:
            guard let number = number(at: place + 1, bytes: 8) else { return nil }
            place += 9
            return kind == .integer ? .integer(Int64(bitPattern: number)) : .real(Double(bitPattern: number))
        case .text, .bytes:
            guard let count = number(at: place + 1, bytes: 4).map({ Int($0) }), place + 5 + count <= buffer.count
            else { return nil }
            let content = Array(buffer[place + 5..<place + 5 + count])
            place += 5 + count
            return kind == .text ? .utf8(content) : .bytes(content)
        }
    }

    private func number(at start: Int, bytes: Int) -> UInt64? {
        guard start + bytes <= buffer.count else { return nil }
        return (0..<bytes).reduce(0) { $0 | UInt64(buffer[start + $1]) << (8 * UInt64($1)) }
    }
}

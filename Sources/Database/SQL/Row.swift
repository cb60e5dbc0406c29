public import Values

/// A row of an answer, read by position from 0. A column of another type than asked for throws
/// ``DatabaseError/Code/unexpectedValue``.
public struct Row: Sendable {
    let storage: RowStorage
    let firstCell: Int
    /// How many columns there are.
    public let count: Int

    init(storage: RowStorage, firstCell: Int, count: Int) {
        self.storage = storage
        self.firstCell = firstCell
        self.count = count
    }

    /// Decodes a column: `try row.get(0, as: Instant?.self)`.
    public func get<T: RowDecodable>(_ column: Int, as type: T.Type = T.self) throws -> T {
        try T.decode(column, of: self)
    }

    public func isNull(_ column: Int) throws -> Bool { try cell(column).kind == .null }

    public func int(_ column: Int) throws -> Int64 {
        let cell = try cell(column)
        guard cell.kind == .integer else { throw unexpected(cell, column, "an integer") }
        return Int64(bitPattern: cell.payload)
    }

    /// A real, or an integer as one.
    public func double(_ column: Int) throws -> Double {
        let cell = try cell(column)
        switch cell.kind {
        case .real: return Double(bitPattern: cell.payload)
        case .integer: return Double(Int64(bitPattern: cell.payload))
        default: throw unexpected(cell, column, "a number")
        }
    }

    public func text(_ column: Int) throws -> String {
        let cell = try cell(column)
        guard cell.kind == .text else { throw unexpected(cell, column, "text") }
        return storage.withBytes(of: cell) { String(decoding: $0, as: UTF8.self) }
    }

    /// The UTF-8 bytes of a text, without making a `String` of them.
    public func utf8(_ column: Int) throws -> [UInt8] {
        let cell = try cell(column)
        guard cell.kind == .text else { throw unexpected(cell, column, "text") }
        return storage.withBytes(of: cell) { Array($0) }
    }

    public func bytes(_ column: Int) throws -> [UInt8] {
        let cell = try cell(column)
        guard cell.kind == .bytes else { throw unexpected(cell, column, "bytes") }
        return storage.withBytes(of: cell) { Array($0) }
    }

    /// Lends the bytes of a text or bytes column for the time of the call, without a copy.
    public func withBytes<T>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) throws -> T {
        let cell = try cell(column)
        guard cell.kind == .bytes || cell.kind == .text else { throw unexpected(cell, column, "text or bytes") }
        return try storage.withBytes(of: cell, body)
    }

    public func id(_ column: Int) throws -> UUID16 {
        let cell = try cell(column)
        guard cell.kind == .bytes, let id = storage.withBytes(of: cell, UUID16.init(sixteen:)) else {
            throw unexpected(cell, column, "sixteen bytes")
        }
        return id
    }

    public func instant(_ column: Int) throws -> Instant { Instant(microseconds: try int(column)) }

    public func bool(_ column: Int) throws -> Bool { try int(column) != 0 }

    func cell(_ column: Int) throws -> RowStorage.Cell {
        guard column >= 0 && column < count else {
            throw DatabaseError(.unexpectedValue, "column \(column) of a row of \(count)")
        }
        return storage.cells[firstCell + column]
    }

    private func unexpected(_ cell: RowStorage.Cell, _ column: Int, _ wanted: String) -> DatabaseError {
        DatabaseError(.unexpectedValue, "column \(column) holds \(cell.kind) where \(wanted) is expected")
    }
}

extension UUID16 {
    fileprivate init?(sixteen bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let raw = UnsafeRawBufferPointer(bytes)
        self.init(
            high: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

import CLibPQ
import Values

/// Bound values in PostgreSQL's binary format, one after another in one buffer.
struct PostgresParameters {
    private var buffer: [UInt8] = []
    /// Where each value begins; -1 for null.
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private(set) var types: [Oid] = []

    init(_ values: [SQLValue], sql: String) throws {
        offsets.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        types.reserveCapacity(values.count)
        for value in values { try append(value, sql) }
    }

    private mutating func append(_ value: SQLValue, _ sql: String) throws {
        let start = buffer.count
        types.append(PostgresType.parameter(value.kind))
        switch value {
        case .null:
            offsets.append(-1)
            lengths.append(0)
            return
        case .integer(let value): append(UInt64(bitPattern: value))
        case .real(let value):
            try value.checkStorable(sql: sql)
            append(value.bitPattern)
        case .text(var text):
            try text.withUTF8 {
                try $0.checkStorable(sql: sql); buffer.append(contentsOf: $0)
            }
        case .utf8(let bytes):
            try bytes.withUnsafeBufferPointer { try $0.checkStorable(sql: sql) }
            buffer.append(contentsOf: bytes)
        case .bytes(let bytes): buffer.append(contentsOf: bytes)
        case .id(let id):
            append(id.high)
            append(id.low)
        }
        offsets.append(start)
        lengths.append(Int32(clamping: buffer.count - start))
    }

    private mutating func append(_ word: UInt64) {
        withUnsafeBytes(of: word.bigEndian) { buffer.append(contentsOf: $0) }
    }

    /// Lends what `PQexecPrepared` and its kin take: count, values, lengths, formats.
    func withPointers<T>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>
        ) throws -> T
    ) rethrows -> T {
        // Neither an empty value nor an empty list may have a null pointer, so nothing here is ever empty.
        try (buffer + [0]).withUnsafeBytes { bytes in
            let base = bytes.bindMemory(to: CChar.self)
            let pointers = offsets.map { offset in offset < 0 ? nil : base.baseAddress?.advanced(by: offset) } + [nil]
            let formats = [Int32](repeating: 1, count: offsets.count + 1)
            return try body(Int32(offsets.count), pointers, lengths + [0], formats)
        }
    }
}

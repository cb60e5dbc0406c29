import CLibPQ

/// An answer of the server, freed with its last reference.
final class PostgresResult {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }
    var rows: Int { Int(PQntuples(handle)) }
    var columns: Int { Int(PQnfields(handle)) }
    /// `INSERT 0 1`, `COMMIT` …
    var command: String { String(cString: PQcmdStatus(handle)) }
    /// Rows that were inserted, updated or deleted; 0 for anything else, such as `SELECT 3`.
    var changedRows: Int {
        guard let initial = command.utf8.first, "IUD".utf8.contains(initial) else { return 0 }
        return Int(String(cString: PQcmdTuples(handle))) ?? 0
    }

    /// A field of the error report (PG_DIAG_…).
    func diagnostic(_ field: Character) -> String? {
        guard let code = field.asciiValue else { return nil }
        return PQresultErrorField(handle, Int32(code)).map { String(cString: $0) }
    }

    var message: String { String(cString: PQresultErrorMessage(handle)) }

    /// A value sent as text, by the simple protocol.
    func text(_ row: Int, _ column: Int) -> String {
        String(cString: PQgetvalue(handle, Int32(row), Int32(column)))
    }

    /// Appends the cells of one row.
    /// - Returns: how many bytes came for it.
    @discardableResult
    func read(row: Int, into storage: RowStorage) throws -> Int {
        var size = 0
        for column in 0..<Int32(columns) {
            if PQgetisnull(handle, Int32(row), column) == 1 {
                storage.appendNull()
                continue
            }
            let length = Int(PQgetlength(handle, Int32(row), column))
            size += length
            let value = UnsafeRawBufferPointer(start: PQgetvalue(handle, Int32(row), column), count: length)
            try append(value, of: PQftype(handle, column), to: storage)
        }
        return size
    }

    private func append(_ value: UnsafeRawBufferPointer, of type: Oid, to storage: RowStorage) throws {
        switch type {
        case PostgresType.int8: storage.append(Int64(bigEndian: value.loadUnaligned(as: Int64.self)))
        case PostgresType.int4: storage.append(Int64(Int32(bigEndian: value.loadUnaligned(as: Int32.self))))
        case PostgresType.int2: storage.append(Int64(Int16(bigEndian: value.loadUnaligned(as: Int16.self))))
        case PostgresType.bool: storage.append(value[0] == 0 ? Int64(0) : 1)
        case PostgresType.bytea: storage.append(value.bindMemory(to: UInt8.self), as: .bytes)
        case PostgresType.text, PostgresType.varchar, PostgresType.bpchar, PostgresType.name, PostgresType.unknown:
            storage.append(value.bindMemory(to: UInt8.self), as: .text)
        case PostgresType.float8:
            storage.append(Double(bitPattern: UInt64(bigEndian: value.loadUnaligned(as: UInt64.self))))
        case PostgresType.float4:
            storage.append(Double(Float(bitPattern: UInt32(bigEndian: value.loadUnaligned(as: UInt32.self)))))
        case PostgresType.numeric: try PostgresNumeric(value).append(to: storage)
        case PostgresType.void: storage.appendNull()
        default:
            throw DatabaseError(.unexpectedValue, "an answer of PostgreSQL's type \(type), which has no counterpart")
        }
    }
}

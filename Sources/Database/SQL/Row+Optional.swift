public import Values

/// The same with nil for a null.
extension Row {
    public func intIfAny(_ column: Int) throws -> Int64? { try isNull(column) ? nil : int(column) }
    public func doubleIfAny(_ column: Int) throws -> Double? { try isNull(column) ? nil : double(column) }
    public func textIfAny(_ column: Int) throws -> String? { try isNull(column) ? nil : text(column) }
    public func bytesIfAny(_ column: Int) throws -> [UInt8]? { try isNull(column) ? nil : bytes(column) }
    public func idIfAny(_ column: Int) throws -> UUID16? { try isNull(column) ? nil : id(column) }
    public func instantIfAny(_ column: Int) throws -> Instant? { try isNull(column) ? nil : instant(column) }
    public func boolIfAny(_ column: Int) throws -> Bool? { try isNull(column) ? nil : bool(column) }
}

/// What ``Row/get(_:as:)`` can make of a column.
public protocol RowDecodable {
    static func decode(_ column: Int, of row: Row) throws -> Self
}

extension Int64: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> Int64 { try row.int(column) }
}

extension Int: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> Int { Int(try row.int(column)) }
}

extension Bool: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> Bool { try row.bool(column) }
}

extension Double: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> Double { try row.double(column) }
}

extension String: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> String { try row.text(column) }
}

extension Array: RowDecodable where Element == UInt8 {
    public static func decode(_ column: Int, of row: Row) throws -> [UInt8] { try row.bytes(column) }
}

extension UUID16: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> UUID16 { try row.id(column) }
}

extension Instant: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> Instant { try row.instant(column) }
}

extension TenantID: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> TenantID { TenantID(try row.int(column)) }
}

extension Optional: RowDecodable where Wrapped: RowDecodable {
    public static func decode(_ column: Int, of row: Row) throws -> Wrapped? {
        try row.isNull(column) ? nil : Wrapped.decode(column, of: row)
    }
}

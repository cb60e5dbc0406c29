public import Values

/// The kinds of value that both engines have.
public enum SQLKind: UInt8, Sendable {
    case null
    case integer
    case real
    case text
    case bytes
}

/// A value bound to a statement.
public enum SQLValue: Sendable {
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Text as its UTF-8 bytes.
    case utf8([UInt8])
    case bytes([UInt8])
    /// Sixteen bytes.
    case id(UUID16)
    /// No value, of a column of this kind.
    case null(SQLKind)

    var kind: SQLKind {
        switch self {
        case .integer: .integer
        case .real: .real
        case .text, .utf8: .text
        case .bytes, .id: .bytes
        case .null(let kind): kind
        }
    }
}

/// What may stand in `\(…)` of a ``SQL`` literal: it becomes a bound value, never part of the text.
public protocol Bindable: Sendable {
    /// The kind of column that holds such values; it gives a missing one its type.
    static var sqlKind: SQLKind { get }
    var sqlValue: SQLValue { get }
}

/// Text given as UTF-8 bytes, which the caller knows to be valid; it saves a copy of long bodies.
public struct UTF8Text: Bindable, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public static var sqlKind: SQLKind { .text }
    public var sqlValue: SQLValue { .utf8(bytes) }
}

extension Int64: Bindable {
    public static var sqlKind: SQLKind { .integer }
    public var sqlValue: SQLValue { .integer(self) }
}

extension Int: Bindable {
    public static var sqlKind: SQLKind { .integer }
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

/// Stored as 0 and 1.
extension Bool: Bindable {
    public static var sqlKind: SQLKind { .integer }
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension Double: Bindable {
    public static var sqlKind: SQLKind { .real }
    public var sqlValue: SQLValue { .real(self) }
}

extension String: Bindable {
    public static var sqlKind: SQLKind { .text }
    public var sqlValue: SQLValue { .text(self) }
}

extension Array: Bindable where Element == UInt8 {
    public static var sqlKind: SQLKind { .bytes }
    public var sqlValue: SQLValue { .bytes(self) }
}

extension ArraySlice: Bindable where Element == UInt8 {
    public static var sqlKind: SQLKind { .bytes }
    public var sqlValue: SQLValue { .bytes(Array(self)) }
}

extension UUID16: Bindable {
    public static var sqlKind: SQLKind { .bytes }
    public var sqlValue: SQLValue { .id(self) }
}

/// Stored as microseconds since 1970, UTC.
extension Instant: Bindable {
    public static var sqlKind: SQLKind { .integer }
    public var sqlValue: SQLValue { .integer(microseconds) }
}

extension TenantID: Bindable {
    public static var sqlKind: SQLKind { .integer }
    public var sqlValue: SQLValue { .integer(number) }
}

extension Optional: Bindable where Wrapped: Bindable {
    public static var sqlKind: SQLKind { Wrapped.sqlKind }
    public var sqlValue: SQLValue { self?.sqlValue ?? .null(Wrapped.sqlKind) }
}

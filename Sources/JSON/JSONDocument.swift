/// A JSON document (RFC 8259), checked as a whole and kept as received, with an index ("tape") of its values.
///
/// Strict: refuses duplicate members (names are compared as decoded), lone surrogates, invalid UTF-8, anything after
/// the document and all that ``JSONLimits`` forbids. Number text, member order and byte offsets are kept.
public struct JSONDocument: Sendable {
    let storage: JSONStorage

    /// Never traps, whatever the bytes.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        let tape = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) -> [TapeEntry] in
            var builder = TapeBuilder(buffer, limits)
            try builder.readDocument()
            return builder.tape
        }
        storage = JSONStorage(bytes: bytes, tape: tape)
    }

    /// Reads the UTF-8 of a text that is already a string.
    public init(parsing text: some StringProtocol, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// The document's one value.
    public var root: JSONValue { JSONValue(storage: storage, index: 0) }

    /// Exactly what was received.
    public var bytes: [UInt8] { storage.bytes }
}

/// What all views of one document share.
final class JSONStorage: Sendable {
    let bytes: [UInt8]
    let tape: [TapeEntry]

    init(bytes: [UInt8], tape: [TapeEntry]) {
        self.bytes = bytes
        self.tape = tape
    }
}

/// One value or member name. A container is followed by its content; an object's content is name, value, name, value.
struct TapeEntry: Sendable {
    /// The first byte of the value; of a string, its opening quote.
    var start: UInt32
    /// Behind the last byte.
    var end: UInt32
    /// The tape index behind this value and all that it holds.
    var next: UInt32
    /// The kind in four bits, the escape flag in one, and the number of members or elements in the others.
    private var packed: UInt32

    init(_ kind: JSONValue.Kind, start: Int, end: Int = 0, next: Int = 0, isEscaped: Bool = false) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.next = UInt32(truncatingIfNeeded: next)
        packed = UInt32(kind.rawValue) << 28 | (isEscaped ? Self.escapeFlag : 0)
    }

    private static let escapeFlag: UInt32 = 1 << 27

    var kind: JSONValue.Kind { JSONValue.Kind(rawValue: UInt8(packed >> 28)) ?? .null }

    /// A string with at least one backslash.
    var isEscaped: Bool { packed & Self.escapeFlag != 0 }

    var count: Int { Int(packed & (Self.escapeFlag - 1)) }

    mutating func countOneMore() { packed += 1 }

    /// The bytes between the quotes of a string.
    var content: Range<Int> { Int(start) + 1..<Int(end) - 1 }
}

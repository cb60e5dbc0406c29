/// A view of one value of a ``JSONDocument``; cheap to copy, it keeps the whole document alive.
public struct JSONValue: Sendable {
    /// The kinds of RFC 8259 §3; true and false are told apart.
    public enum Kind: UInt8, Sendable, CaseIterable {
        case object, array, string, number, `true`, `false`, null
    }

    let storage: JSONStorage
    let index: Int

    init(storage: JSONStorage, index: Int) {
        self.storage = storage
        self.index = index
    }

    var entry: TapeEntry { storage.tape[index] }

    public var kind: Kind { entry.kind }

    public var isNull: Bool { entry.kind == .null }

    /// Nil when this is neither true nor false.
    public var bool: Bool? {
        switch entry.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The decoded text of a string; nil for every other kind. May hold U+0000.
    public var string: String? {
        let entry = entry
        guard entry.kind == .string else { return nil }
        return text(of: entry)
    }

    /// Members of an object or elements of an array; 0 for every other kind.
    public var count: Int {
        switch entry.kind {
        case .object, .array: entry.count
        default: 0
        }
    }

    /// Where the value stands in the document's bytes.
    public var byteRange: Range<Int> { Int(entry.start)..<Int(entry.end) }

    /// The value exactly as received.
    public var rawBytes: ArraySlice<UInt8> { storage.bytes[byteRange] }

    /// The value exactly as received.
    public var rawText: String { String(decoding: rawBytes, as: UTF8.self) }

    /// Same document and same place in it.
    public func isSameValue(as other: JSONValue) -> Bool { storage === other.storage && index == other.index }

    func text(of entry: TapeEntry) -> String {
        storage.bytes.withUnsafeBufferPointer { bytes in
            entry.isEscaped
                ? String(decoding: decodedBytes(of: entry, in: bytes).bytes, as: UTF8.self)
                : String(decoding: UnsafeBufferPointer(rebasing: bytes[entry.content]), as: UTF8.self)
        }
    }

    /// Calls the body with the decoded UTF-8 of a string; nil for other kinds. Copies only where something was escaped.
    public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        let entry = entry
        guard entry.kind == .string else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            entry.isEscaped
                ? decodedBytes(of: entry, in: bytes).bytes.withUnsafeBufferPointer(body)
                : body(UnsafeBufferPointer(rebasing: bytes[entry.content]))
        }
    }
}

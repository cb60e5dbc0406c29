/// Writes JSON into bytes, one token at a time; commas and colons are set by themselves.
///
/// The caller keeps the grammar: a name before each value of an object, an end for each beginning.
public struct JSONWriter: Sendable {
    /// Where the text will stand.
    public enum Destination: Sendable {
        /// Only what RFC 8259 §7 demands is escaped.
        case plain
        /// Also `<`, `>`, `&`, U+2028 and U+2029, so that the text can stand in an HTML `script` or attribute.
        case html
    }

    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private let destination: Destination
    private var needsComma = false

    public init(for destination: Destination = .plain, capacity: Int = 0) {
        self.destination = destination
        bytes.reserveCapacity(capacity)
    }

    /// What was written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func beginObject() { begin("{") }
    public mutating func endObject() { end("}") }
    public mutating func beginArray() { begin("[") }
    public mutating func endArray() { end("]") }

    /// What comes next goes on in a container that already has something in it.
    mutating func continueContainer() { needsComma = true }

    /// The name of the member whose value comes next.
    public mutating func name(_ name: String) {
        separate()
        appendQuoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ value: String) {
        separate()
        appendQuoted(value)
    }

    public mutating func number(_ value: some BinaryInteger) { raw(value.description.utf8) }

    /// Infinity and not-a-number, which JSON doesn't have, become null.
    public mutating func number(_ value: Double) {
        if value.isFinite { raw(value.description.utf8) } else { null() }
    }

    public mutating func bool(_ value: Bool) { raw((value ? "true" : "false").utf8) }
    public mutating func null() { raw("null".utf8) }

    /// A value that is already serialised; it is written as it is, save for what HTML needs.
    public mutating func raw(_ json: some Collection<UInt8>) {
        separate()
        switch destination {
        case .plain: bytes.append(contentsOf: json)
        case .html: appendEscapedForHTML(json)
        }
    }

    /// A value of another document, exactly as it was received.
    public mutating func value(_ value: JSONValue) { raw(value.rawBytes) }

    public mutating func value(_ node: JSONNode) {
        switch node {
        case .object(let members):
            beginObject()
            for (name, value) in members {
                self.name(name)
                self.value(value)
            }
            endObject()
        case .array(let elements):
            beginArray()
            for element in elements { value(element) }
            endArray()
        case .string(let text): string(text)
        case .number(let text): raw(text.utf8)
        case .bool(let value): bool(value)
        case .null: null()
        case .raw(let json): raw(json)
        }
    }

    private mutating func begin(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    private mutating func end(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}

extension JSONWriter {
    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if destination == .plain, !utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
                bytes.append(contentsOf: utf8)
            } else {
                var escaped: [UInt8] = []
                for byte in utf8 { Self.append(byte, to: &escaped) }
                if destination == .html { appendEscapedForHTML(escaped) } else { bytes.append(contentsOf: escaped) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append(_ byte: UInt8, to out: inout [UInt8]) {
        switch byte {
        case 0x22: out.append(contentsOf: #"\""#.utf8)
        case 0x5C: out.append(contentsOf: #"\\"#.utf8)
        case 0x08: out.append(contentsOf: #"\b"#.utf8)
        case 0x0C: out.append(contentsOf: #"\f"#.utf8)
        case 0x0A: out.append(contentsOf: #"\n"#.utf8)
        case 0x0D: out.append(contentsOf: #"\r"#.utf8)
        case 0x09: out.append(contentsOf: #"\t"#.utf8)
        case 0..<0x20: appendUnicodeEscape(byte, to: &out)
        default: out.append(byte)
        }
    }

    private static func appendUnicodeEscape(_ byte: UInt8, to out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        out.append(contentsOf: #"\u00"#.utf8)
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
    }

    /// In serialised JSON these characters stand in strings alone, so they may be escaped wherever they are met.
    private mutating func appendEscapedForHTML(_ json: some Collection<UInt8>) {
        var pending: [UInt8] = []
        for byte in json {
            if pending == [0xE2, 0x80], byte == 0xA8 || byte == 0xA9 {
                bytes.removeLast(2)
                bytes.append(contentsOf: (byte == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8)
            } else if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&") {
                Self.appendUnicodeEscape(byte, to: &bytes)
            } else {
                bytes.append(byte)
            }
            pending = byte == 0xE2 ? [byte] : pending == [0xE2] && byte == 0x80 ? [0xE2, byte] : []
        }
    }
}

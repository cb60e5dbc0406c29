/// Changes to a document that leave every other byte of it as it was received.
///
/// The values that are changed mustn't lie inside one another, and at most one member of an object may be removed.
public struct JSONEdits: Sendable {
    private var edits: [(range: Range<Int>, bytes: [UInt8])] = []

    public init() {}

    public var isEmpty: Bool { edits.isEmpty }

    /// Puts serialised JSON in the place of a value.
    public mutating func replace(_ value: JSONValue, with json: [UInt8]) { edits.append((value.byteRange, json)) }

    /// Makes an array of one element of a value.
    public mutating func wrapInArray(_ value: JSONValue) {
        let range = value.byteRange
        edits.append((range.lowerBound..<range.lowerBound, [UInt8(ascii: "[")]))
        edits.append((range.upperBound..<range.upperBound, [UInt8(ascii: "]")]))
    }

    /// Writes members behind those that the object has.
    public mutating func append(_ members: [(name: String, json: [UInt8])], to object: JSONValue) {
        guard object.kind == .object, !members.isEmpty else { return }
        var writer = JSONWriter()
        if object.count > 0 { writer.continueContainer() }
        for (name, json) in members {
            writer.name(name)
            writer.raw(json)
        }
        let end = object.byteRange.upperBound - 1
        edits.append((end..<end, writer.bytes))
    }

    /// Takes a member out of the object that it belongs to.
    public mutating func removeMember(_ name: String, of object: JSONValue) {
        var previousEnd: Int?
        var removedStart: Int?
        for (nameStart, memberName, value) in object.memberPlaces {
            if let start = removedStart {
                edits.append((start..<nameStart, []))
                return
            }
            if memberName.utf8.elementsEqual(name.utf8) {
                removedStart = nameStart
            } else {
                previousEnd = value.byteRange.upperBound
            }
        }
        guard let start = removedStart, let removed = object[name] else { return }
        edits.append(((previousEnd ?? start)..<removed.byteRange.upperBound, []))
    }

    /// The value's bytes with all changes that lie in it.
    public func applied(to value: JSONValue) -> [UInt8] {
        let whole = value.byteRange
        let bytes = value.storage.bytes
        var out: [UInt8] = []
        out.reserveCapacity(whole.count + edits.reduce(0) { $0 + $1.bytes.count })
        var position = whole.lowerBound
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
        where edit.range.lowerBound >= position && edit.range.upperBound <= whole.upperBound {
            out.append(contentsOf: bytes[position..<edit.range.lowerBound])
            out.append(contentsOf: edit.bytes)
            position = edit.range.upperBound
        }
        out.append(contentsOf: bytes[position..<whole.upperBound])
        return out
    }
}

extension JSONValue {
    /// The members of an object with the offset of each name's opening quote.
    fileprivate var memberPlaces: [(nameStart: Int, name: String, value: JSONValue)] {
        members.map { (Int(storage.tape[$0.value.index - 1].start), $0.name, $0.value) }
    }
}

/// White space between the tokens of a document that is known to be JSON.
public enum JSONText {
    /// The same document on one line, without white space outside of strings.
    public static func compact(_ json: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: json.count) { out, count in
            var inString = false
            var isEscaped = false
            for byte in json {
                if inString {
                    if !isEscaped, byte == UInt8(ascii: "\"") { inString = false }
                    isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                } else if byte == UInt8(ascii: "\"") {
                    inString = true
                } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                    continue
                }
                out[count] = byte
                count += 1
            }
        }
    }
}

/// Reads a document once, from front to back, without recursion.
struct TapeBuilder {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0
    var tape: [TapeEntry] = []
    /// Tape indices of the containers that are open, outermost first.
    private var open: [Int] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func readDocument() throws(JSONError) {
        guard bytes.count <= min(limits.bytes, JSONLimits.largestDocument) else {
            throw JSONError(.tooLarge, at: min(limits.bytes, JSONLimits.largestDocument))
        }
        tape.reserveCapacity(bytes.count / 16 + 4)
        try skipByteOrderMark()
        skipWhitespace()
        guard position < bytes.count else { throw JSONError(.empty, at: position) }
        repeat {
            while try readValueStart() {}
        } while try !closeWhatEnds()
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
    }

    private mutating func skipByteOrderMark() throws(JSONError) {
        guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        guard limits.allowsByteOrderMark else { throw JSONError(.byteOrderMark, at: 0) }
        position = 3
    }

    /// True when a container was opened whose first value comes next; false when a value is complete.
    private mutating func readValueStart() throws(JSONError) -> Bool {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        guard tape.count < limits.values else { throw JSONError(.tooManyValues, at: position) }
        switch bytes[position] {
        case UInt8(ascii: "\""): try readString()
        case UInt8(ascii: "{"): return try openContainer(.object, closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["): return try openContainer(.array, closing: UInt8(ascii: "]"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "t"): try readLiteral("true", .true)
        case UInt8(ascii: "f"): try readLiteral("false", .false)
        case UInt8(ascii: "n"): try readLiteral("null", .null)
        default: throw JSONError(.unexpectedByte, at: position)
        }
        return false
    }

    private mutating func openContainer(_ kind: JSONValue.Kind, closing: UInt8) throws(JSONError) -> Bool {
        guard open.count < limits.depth else { throw JSONError(.tooDeep, at: position) }
        open.append(tape.count)
        tape.append(TapeEntry(kind, start: position))
        position += 1
        skipWhitespace()
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        if bytes[position] == closing {
            closeContainer()
            return false
        }
        if kind == .object { try readName() }
        return true
    }

    /// After a value: counts it, closes the containers that end here, and steps to the next value. True at the end.
    private mutating func closeWhatEnds() throws(JSONError) -> Bool {
        while let container = open.last {
            tape[container].countOneMore()
            guard tape[container].count <= limits.members else { throw JSONError(.tooManyMembers, at: position) }
            let isObject = tape[container].kind == .object
            skipWhitespace()
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            let byte = bytes[position]
            if byte == UInt8(ascii: ",") {
                position += 1
                skipWhitespace()
                if isObject { try readName() }
                return false
            }
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw JSONError(.unexpectedByte, at: position)
            }
            closeContainer()
            if isObject { try refuseDuplicateNames(in: container) }
        }
        skipWhitespace()
        return true
    }

    private mutating func closeContainer() {
        guard let container = open.popLast() else { return }
        position += 1
        tape[container].end = UInt32(truncatingIfNeeded: position)
        tape[container].next = UInt32(truncatingIfNeeded: tape.count)
    }

    /// A member's name and the colon behind it.
    private mutating func readName() throws(JSONError) {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        guard bytes[position] == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: position) }
        try readString()
        skipWhitespace()
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        guard bytes[position] == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: position) }
        position += 1
        skipWhitespace()
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }
}

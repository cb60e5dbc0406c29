extension TapeBuilder {
    mutating func append(_ kind: JSONValue.Kind, from start: Int, isEscaped: Bool = false) {
        tape.append(TapeEntry(kind, start: start, end: position, next: tape.count + 1, isEscaped: isEscaped))
    }

    mutating func readLiteral(_ literal: StaticString, _ kind: JSONValue.Kind) throws(JSONError) {
        let start = position
        for i in 0..<literal.utf8CodeUnitCount {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            guard bytes[position] == literal.utf8Start[i] else { throw JSONError(.unexpectedByte, at: position) }
            position += 1
        }
        append(kind, from: start)
    }

    // MARK: Strings (RFC 8259 §7)

    mutating func readString() throws(JSONError) {
        let start = position
        var isEscaped = false
        position += 1
        while true {
            skipPlainText()
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                append(.string, from: start, isEscaped: isEscaped)
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape()
            case 0..<0x20: throw JSONError(.controlCharacter, at: position)
            case 0x80...: try skipMultibyteCharacter()
            default: position += 1
            }
        }
    }

    /// Steps over ASCII that means itself, eight bytes at a time; stops at or before the first other byte.
    @inline(__always)
    private mutating func skipPlainText() {
        guard let base = bytes.baseAddress else { return }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= bytes.count {
            let word = UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self).littleEndian
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let special =
                ((word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                    | word) & tops
            if special != 0 {
                position += special.trailingZeroBitCount >> 3
                return
            }
            position += 8
        }
    }

    private mutating func skipEscape() throws(JSONError) {
        guard position + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"):
            let first = try readUnicodeEscape()
            guard first & 0xF800 == 0xD800 else { return }
            guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: position - 6) }
            let second = try readUnicodeEscape()
            guard second & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: position - 12) }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        default: throw JSONError(.invalidEscape, at: position)
        }
    }

    private mutating func readUnicodeEscape() throws(JSONError) -> UInt32 {
        guard position + 6 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
        guard let unit = hexadecimal(bytes[position + 2..<position + 6]) else {
            throw JSONError(.invalidEscape, at: position)
        }
        position += 6
        return unit
    }

    /// One character beyond ASCII, as RFC 3629 §4 writes it.
    private mutating func skipMultibyteCharacter() throws(JSONError) {
        let start = position
        let (length, second) = Self.shape(ofCharacterBeginning: bytes[start])
        guard length > 0, start + length <= bytes.count, second.contains(bytes[start + 1]) else {
            throw JSONError(.invalidUTF8, at: start)
        }
        for i in start + 2..<max(start + length, start + 2) where bytes[i] & 0xC0 != 0x80 {
            throw JSONError(.invalidUTF8, at: start)
        }
        position += length
    }

    private static func shape(ofCharacterBeginning first: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
        switch first {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (0, 0x80...0xBF)
        }
    }

    // MARK: Numbers (RFC 8259 §6)

    mutating func readNumber() throws(JSONError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let leading = position
        try skipDigits()
        if bytes[leading] == UInt8(ascii: "0"), position > leading + 1 { throw JSONError(.invalidNumber, at: start) }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") { try skipExponent() }
        append(.number, from: start)
    }

    private mutating func skipExponent() throws(JSONError) {
        position += 1
        if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
            position += 1
        }
        let start = position
        try skipDigits()
        let significant = bytes[start..<position].drop { $0 == UInt8(ascii: "0") }
        guard significant.count <= 9 else { throw JSONError(.exponentTooLarge, at: start) }
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position > start else {
            throw JSONError(position < bytes.count ? .invalidNumber : .unexpectedEnd, at: position)
        }
    }
}

/// The value of hexadecimal digits in either letter case.
func hexadecimal(_ digits: some Sequence<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
        switch digit {
        case 48...57: value = value << 4 | UInt32(digit - 48)
        case 65...70: value = value << 4 | UInt32(digit - 55)
        case 97...102: value = value << 4 | UInt32(digit - 87)
        default: return nil
        }
    }
    return value
}

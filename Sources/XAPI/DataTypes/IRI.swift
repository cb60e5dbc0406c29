/// Internationalized Resource Identifiers (RFC 3987), as far as an LRS judges them (1.0.3 Data §2.2, §3.1).
///
/// Our own check: URL parsers refuse identifiers that real packages use (`http://Course_ID1-urn:scormdriver:26156`,
/// a host that begins with an underscore). Two IRIs are the same when their code points are; nothing is normalised.
public enum IRI {
    /// A scheme by RFC 3986 §3.1, a colon, and at least one character, all of them allowed in an IRI.
    /// - Parameter allowingSpaces: takes U+0020 too, which some packages have in their ids.
    public static func isValid(_ text: some StringProtocol, allowingSpaces: Bool = false) -> Bool {
        var text = String(text)
        return text.withUTF8 { isValid(utf8: $0, allowingSpaces: allowingSpaces) }
    }

    static func isValid(utf8 bytes: UnsafeBufferPointer<UInt8>, allowingSpaces: Bool = false) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        var index = 1
        while index < bytes.count, isSchemeCharacter(bytes[index]) { index += 1 }
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":") else { return false }
        return isRest(UnsafeBufferPointer(rebasing: bytes[(index + 1)...]), allowingSpaces: allowingSpaces)
    }

    private static func isRest(_ bytes: UnsafeBufferPointer<UInt8>, allowingSpaces: Bool) -> Bool {
        for index in bytes.indices {
            switch Unicode.Scalar(bytes[index]) {
            case " ": if !allowingSpaces { return false }
            case "\"", "<", ">", "\\", "^", "`", "{", "|", "}", "\u{0}"..."\u{1F}", "\u{7F}": return false
            case "%":
                guard index + 2 < bytes.count, isHexadecimal(bytes[index + 1]), isHexadecimal(bytes[index + 2]) else {
                    return false
                }
            // U+0080 to U+009F, the control characters beyond ASCII.
            case "\u{C2}": if index + 1 < bytes.count, bytes[index + 1] < 0xA0 { return false }
            default: continue
            }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

    private static func isSchemeCharacter(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }
}

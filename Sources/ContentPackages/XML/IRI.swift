/// The forms of identifiers and addresses that the manifests ask for.
enum IRI {
    /// A scheme and something behind it (RFC 3987 §2.2), no white space or control characters; never normalised.
    static func isFullyQualified(_ text: String) -> Bool {
        guard let rest = afterScheme(text), !rest.isEmpty else { return false }
        return !text.unicodeScalars.contains {
            $0.value <= 32 || $0.value == 127 || "<>\"{}|\\^`".unicodeScalars.contains($0)
        }
    }

    /// The same, but with spaces inside, as Lectora writes (`http://M5_Gravity Filtration`).
    static func isTolerable(_ text: String) -> Bool {
        guard let rest = afterScheme(text), !rest.isEmpty else { return false }
        return !text.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    }

    /// What follows `scheme:`; nil without a scheme.
    static func afterScheme(_ text: String) -> Substring? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].utf8
        guard let first = scheme.first, (first | 32) >= 97, (first | 32) <= 122 else { return nil }
        let rest = scheme.dropFirst()
        guard
            rest.allSatisfy({ byte in
                (97...122).contains(byte | 32) || (48...57).contains(byte) || [43, 45, 46].contains(byte)
            })
        else { return nil }
        return text[text.index(after: colon)...]
    }

    /// An `http` or `https` URL with a host, in the characters that RFC 1738 §2.2 lets stand.
    static func isWebAddress(_ text: String) -> Bool {
        let lower = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return !host.isEmpty && hasURLCharactersOnly(text)
    }

    /// No white space, control or "unsafe" character; a percent sign only before two hexadecimal digits. Letters
    /// beyond ASCII pass, since authoring tools write them.
    static func hasURLCharactersOnly(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        for (i, byte) in bytes.enumerated() {
            if byte <= 32 || byte == 127 || "<>\"\\^`{}|".utf8.contains(byte) { return false }
            if byte == UInt8(ascii: "%"), i + 2 >= bytes.count || !isHex(bytes[i + 1]) || !isHex(bytes[i + 2]) {
                return false
            }
        }
        return true
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte | 32)
    }
}

/// Internet media types (RFC 9110 §8.3.1), as in an attachment's `contentType`.
public enum MediaType {
    /// `type/subtype`, with or without parameters; of the parameters it is only known that they fit into a header
    /// (RFC 9110 §5.5).
    public static func isValid(_ text: some StringProtocol) -> Bool {
        guard text.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else { return false }
        let essence = text.utf8.prefix { $0 != UInt8(ascii: ";") }
        let trimmed = essence.reversed().drop { $0 == 0x20 || $0 == 0x09 }
        let parts = trimmed.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isToken) }
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`", "|", "~":
            true
        default: false
        }
    }
}

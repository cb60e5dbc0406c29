/// What divides the parts of a body (RFC 2046 §5.1.1).
public struct MultipartBoundary: Sendable, Hashable {
    public let text: String

    /// Nil unless it is 1 to 70 of the characters that the standard allows and doesn't end with a space.
    public init?(_ text: String) {
        guard (1...70).contains(text.utf8.count), text.utf8.last != UInt8(ascii: " "),
            text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = text
    }

    /// The two dashes and the boundary, with which each dividing line begins.
    var line: [UInt8] { Array("--".utf8) + Array(text.utf8) }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "'", "(", ")", "+", "_", ",", "-", ".", "/", ":", "=", "?", " ": true
        default: false
        }
    }
}

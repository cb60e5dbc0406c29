/// Why a text isn't a JSON document that we take, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The closed list of reasons.
    public enum Reason: String, Sendable, CaseIterable {
        case empty = "the document is empty"
        case unexpectedEnd = "the document ends too early"
        case unexpectedByte = "a character stands where none like it may stand"
        case trailingBytes = "something follows the document"
        case byteOrderMark = "the document begins with a byte order mark"
        case invalidUTF8 = "the text isn't valid UTF-8"
        case controlCharacter = "a control character in a string isn't escaped"
        case invalidEscape = "an escape in a string isn't one of JSON's"
        case loneSurrogate = "an escaped surrogate stands alone"
        case invalidNumber = "a number isn't written as JSON wants it"
        case exponentTooLarge = "a number's exponent is out of range"
        case duplicateName = "an object has the same member twice"
        case tooDeep = "arrays and objects are nested too deeply"
        case tooLarge = "the document is too large"
        case tooManyMembers = "an object or array has too many members"
        case tooManyValues = "the document holds too many values"
    }

    public let reason: Reason
    /// Bytes before the place of the fault.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// For the caller; holds nothing of the document itself.
    public var message: String { "\(reason.rawValue), at byte \(offset)" }

    public var description: String { message }
}

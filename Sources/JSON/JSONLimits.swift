/// How much a document may ask of us; a document that asks for more is refused while it is read.
public struct JSONLimits: Sendable, Equatable {
    /// Length of the document in bytes. Never more than 256 MiB, whatever stands here.
    public var bytes: Int
    /// Arrays and objects inside one another; 64 by default.
    public var depth: Int
    /// Members of one object, or elements of one array.
    public var members: Int
    /// Values and names in the whole document; each costs 16 bytes of memory while the document lives.
    public var values: Int
    /// Lets the document begin with U+FEFF, which RFC 8259 §8.1 allows a reader to ignore. Off by default.
    public var allowsByteOrderMark: Bool

    public init(
        bytes: Int = 16 << 20, depth: Int = 64, members: Int = 100_000, values: Int = 2_000_000,
        allowsByteOrderMark: Bool = false
    ) {
        self.bytes = bytes
        self.depth = depth
        self.members = members
        self.values = values
        self.allowsByteOrderMark = allowsByteOrderMark
    }

    /// 16 MiB, 64 levels, 100,000 members of one object.
    public static let standard = JSONLimits()

    static let largestDocument = 1 << 28
}

import JSON

/// What a platform posts to a handler: an object with `notices`, each with its own signed token
/// (Platform Notification Service 1.0).
public struct NoticeBatch: Sendable {
    /// Asked for, and far more than a platform sends.
    public static let limit = 100
    /// Room for a full batch of notices of their usual size. Bytes.
    public static let sizeLimit = 1 << 20

    /// The compact tokens; nil where an entry has none.
    public let tokens: [String?]

    /// Nil for what isn't a batch.
    public init?(_ bytes: [UInt8]) {
        let limits = JSONLimits(bytes: Self.sizeLimit, depth: 8, members: 1_000, values: 5_000)
        guard let root = (try? JSONDocument(parsing: bytes, limits: limits))?.root,
            let notices = root["notices"], notices.kind == .array
        else { return nil }
        tokens = notices.elements.map { $0["jwt"]?.string }
    }
}

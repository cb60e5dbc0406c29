public import Values

/// A timestamp of a statement (1.0.3 Data §4.5; IEEE 9274.1.1 §4.2.7): a moment with the fraction as it was sent.
public struct XAPITimestamp: Hashable, Sendable {
    /// Cut to microseconds.
    public let instant: Instant
    /// The seventh to ninth digit of the fraction, without zeros at the end.
    private let nanoseconds: String

    /// ISO 8601 and RFC 3339 with a zone; `-00`, `-0000` and `-00:00` are refused, and so is a time that falls out of
    /// the years 0 to 9999 in UTC.
    public init?(_ text: some StringProtocol) {
        guard let instant = Instant(rfc3339: text, allowUnknownOffset: false),
            (-62_167_219_200...253_402_300_799).contains(instant.unixSeconds)
        else { return nil }
        self.instant = instant
        nanoseconds = Self.nanoseconds(in: text)
    }

    /// The moment that the service itself gives, such as `stored`.
    public init(_ instant: Instant) {
        self.instant = instant
        nanoseconds = ""
    }

    /// In UTC, with three to nine digits of the fraction that was sent: `2026-11-19T08:15:30.120Z`.
    public var utcText: String {
        let text = instant.rfc3339
        guard !nanoseconds.isEmpty else { return text }
        let micros = instant.microseconds - instant.unixSeconds * 1_000_000
        return text.prefix { $0 != "." } + "." + String(1_000_000 + micros).dropFirst() + nanoseconds + "Z"
    }

    /// Empty for a leap second, which is the last microsecond of its minute.
    private static func nanoseconds(in text: some StringProtocol) -> String {
        let utf8 = text.utf8
        guard utf8.count > 27, !utf8.dropFirst(17).starts(with: "60".utf8) else { return "" }
        let beyond = utf8.dropFirst(26).prefix { $0 >= 48 && $0 <= 57 }.prefix(3)
        let significant = beyond.reversed().drop { $0 == 48 }
        return String(decoding: Array(significant.reversed()), as: UTF8.self)
    }
}

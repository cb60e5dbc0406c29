import Values

/// Durations of results (1.0.3 Data §4.6; IEEE 9274.1.1 §4.2.7).
public enum XAPIDuration {
    public static func isValid(_ text: some StringProtocol) -> Bool { ISODuration(text) != nil }

    /// One text for all durations that the standard calls equal: what is beyond 0.01 seconds is cut off, and `PT60S`
    /// is `PT1M`. Months and years have no fixed length, so they stay apart.
    static func comparable(_ text: String) -> String {
        guard let duration = ISODuration(text), let hundredths = whole(duration.seconds * 100),
            let thousandths = whole(duration.months * 1_000)
        else { return text }
        return "\(thousandths)/\(hundredths)"
    }

    /// Cut off, after a margin for what binary fractions lose; nil for what no duration is.
    private static func whole(_ value: Double) -> Int64? {
        value < 9e15 ? Int64(value + 1e-6) : nil
    }
}

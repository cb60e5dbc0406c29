import Values

/// Durations of results (1.0.3 Data §4.6; IEEE 9274.1.1 §4.2.7).
public enum XAPIDuration {
    public static func isValid(_ text: some StringProtocol) -> Bool { ISODuration(text) != nil }

    /// One text for all durations that the standard calls equal: what is beyond 0.01 seconds is cut off, and `PT60S`
    /// is `PT1M`. Months and years have no fixed length, so they stay apart.
    static func comparable(_ text: String) -> String {
        guard let duration = ISODuration(text) else { return text }
        let hundredths = (duration.seconds * 100 + 1e-6).rounded(.down)
        let months = (duration.months * 1_000 + 1e-6).rounded(.down)
        return "\(months)/\(hundredths)"
    }
}

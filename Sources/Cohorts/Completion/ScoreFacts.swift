import XAPI

extension ResultFacts {
    /// The scaled score, or the place of raw between min and max where content leaves `scaled` out; cut to -1…1.
    ///
    /// `raw` without both borders is no percentage and counts as no score, except where min is missing and max is
    /// above zero: then min is 0.
    var scaledOrComputed: Double? {
        if let scaled { return Swift.max(-1, Swift.min(1, scaled)) }
        guard let raw, let max else { return nil }
        let low = min ?? 0
        guard max > low else { return nil }
        return Swift.max(0, Swift.min(1, (raw - low) / (max - low)))
    }
}

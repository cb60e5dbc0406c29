package import Values

/// A statement as evidence: which, when it says that it happened, and when it was stored.
package struct EvidenceMark: Hashable, Comparable, Sendable {
    package var at: Instant
    package var statement: UUID16
    package var storedAt: Instant
    /// `result.duration` without its months, which have no fixed length.
    package var seconds: Double?

    package init(at: Instant, statement: UUID16, storedAt: Instant, seconds: Double? = nil) {
        self.at = at
        self.statement = statement
        self.storedAt = storedAt
        self.seconds = seconds
    }

    /// Earlier by `timestamp`, ties by id (design D4).
    package static func < (a: EvidenceMark, b: EvidenceMark) -> Bool {
        (a.at, a.statement) < (b.at, b.statement)
    }

    package static func earlier(_ a: EvidenceMark?, _ b: EvidenceMark?) -> EvidenceMark? {
        guard let a, let b else { return a ?? b }
        return min(a, b)
    }
}

/// A score as evidence.
package struct ScoreMark: Hashable, Sendable {
    /// -1 to 1 (xAPI Data §2.4.5.1).
    package var scaled: Double
    package var raw, minimum, maximum: Double?
    package var mark: EvidenceMark

    package init(scaled: Double, raw: Double?, minimum: Double?, maximum: Double?, mark: EvidenceMark) {
        self.scaled = scaled
        self.raw = raw
        self.minimum = minimum
        self.maximum = maximum
        self.mark = mark
    }

    /// The higher one; of equal ones the earlier.
    package static func better(_ a: ScoreMark?, _ b: ScoreMark?) -> ScoreMark? {
        guard let a, let b else { return a ?? b }
        if a.scaled != b.scaled { return a.scaled > b.scaled ? a : b }
        return a.mark <= b.mark ? a : b
    }
}

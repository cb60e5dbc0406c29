import JSON

/// Results and scores (1.0.3 Data §2.4.5; IEEE 9274.1.1 §4.2.2.4).
extension ShapeCheck {
    mutating func checkResult(_ value: JSONValue) {
        checkObject(value, as: "a result") { check, name, child in
            switch name {
            case "score": check.checkScore(child)
            case "success", "completion": check.checkBoolean(child)
            case "response": check.checkString(child)
            case "duration": check.checkDuration(child)
            case "extensions": check.checkExtensions(child)
            default: return false
            }
            return true
        }
    }

    private mutating func checkScore(_ value: JSONValue) {
        checkObject(value, as: "a score") { check, name, child in
            switch name {
            case "scaled", "raw", "min", "max": check.checkNumber(child)
            default: return false
            }
            return true
        }
        checkScoreRange(value)
    }

    /// Compared as written, without rounding.
    private mutating func checkScoreRange(_ score: JSONValue) {
        if let value = score["scaled"], let scaled = value.decimal, scaled < -1 || scaled > 1 {
            report(value, "must be between -1 and 1")
        }
        let min = score["min"]?.decimal
        let max = score["max"]?.decimal
        if let min, let max, min >= max { report(score["min"] ?? score, "must be less than max") }
        guard let value = score["raw"], let raw = value.decimal else { return }
        if let min, raw < min { report(value, "must not be less than min") }
        if let max, raw > max { report(value, "must not be greater than max") }
    }
}

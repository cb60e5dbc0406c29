import JSON

/// Simple values (1.0.3 Data §4; IEEE 9274.1.1 §4.2.7).
extension ShapeCheck {
    mutating func checkString(_ value: JSONValue) {
        if value.kind != .string { report(value, "must be a string") }
    }

    mutating func checkBoolean(_ value: JSONValue) {
        if value.bool == nil { report(value, "must be true or false") }
    }

    mutating func checkNumber(_ value: JSONValue) {
        if value.kind != .number { report(value, "must be a number") }
    }

    mutating func checkUUID(_ value: JSONValue) {
        guard let text = value.string, StandardUUID.parse(text) != nil else {
            return report(value, "must be a UUID in its standard form (RFC 4122)")
        }
    }

    mutating func checkIRI(_ value: JSONValue) {
        if !isIRI(value) { report(value, "must be an IRI with a scheme") }
    }

    /// An IRI by which something can be fetched.
    mutating func checkIRL(_ value: JSONValue) {
        if !isIRI(value) { report(value, "must be an IRL with a scheme") }
    }

    func isIRI(_ value: JSONValue) -> Bool {
        let spaces = tolerance.contains(.spacesInIdentifiers)
        return value.withUTF8 { IRI.isValid(utf8: $0, allowingSpaces: spaces) } ?? false
    }

    mutating func checkTimestamp(_ value: JSONValue) {
        guard let text = value.string, XAPITimestamp(text) != nil else {
            return report(value, "must be a timestamp with a time zone (ISO 8601, RFC 3339), not -00:00")
        }
    }

    mutating func checkDuration(_ value: JSONValue) {
        guard let text = value.string, XAPIDuration.isValid(text) else {
            return report(value, "must be an ISO 8601 duration such as PT1H30M or P2W")
        }
    }

    mutating func checkLanguage(_ value: JSONValue) {
        guard let text = value.string, LanguageTag.isWellFormed(text) else {
            return report(value, "must be a language tag (RFC 5646)")
        }
    }

    /// 1.0.3 Data §4.2.
    mutating func checkLanguageMap(_ value: JSONValue) {
        checkObject(value, as: "a language map") { check, tag, text in
            if !LanguageTag.isWellFormed(tag) { check.report(text, "stands under what is no language tag (RFC 5646)") }
            check.checkString(text)
            return true
        }
    }

    /// 1.0.3 Data §4.1: the keys are IRIs, the values anything, null too.
    mutating func checkExtensions(_ value: JSONValue) {
        guard value.kind == .object else { return report(value, "must be an object: extensions") }
        let spaces = tolerance.contains(.spacesInIdentifiers)
        for (key, child) in value.members where !IRI.isValid(key, allowingSpaces: spaces) {
            report(child, "stands under a key that is no IRI")
        }
    }
}

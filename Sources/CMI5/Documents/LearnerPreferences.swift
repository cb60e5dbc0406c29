public import JSON

/// The agent profile document `cmi5LearnerPreferences` (cmi5 §11).
public enum LearnerPreferences {
    public static let profileID = "cmi5LearnerPreferences"

    /// What the LMS puts there first; empty texts mean "not known".
    public static func document(language: String = "", audio: String = "") -> JSONNode {
        ["languagePreference": .string(language), "audioPreference": .string(audio)]
    }

    /// What speaks against a document that an AU wants to store; nil when nothing does.
    public static func violation(contentType: String, body: [UInt8]) -> RuleViolation? {
        let type = contentType.split(separator: ";")[safe: 0].map { $0.lowercased().filter { !$0.isWhitespace } }
        guard type == "application/json" else {
            return .init("CMI-PREF-04", "Learner preferences must be sent as application/json.")
        }
        guard let document = try? JSONDocument(parsing: body), document.root.kind == .object,
            let language = document.root["languagePreference"], let audio = document.root["audioPreference"]
        else { return .init("CMI-PREF-04", "Learner preferences are an object with both preferences.") }
        guard let list = language.string, isLanguageList(list) else {
            return .init("CMI-PREF-05", "languagePreference is a list of language tags with commas between.")
        }
        guard let sound = audio.string, sound == "on" || sound == "off" else {
            return .init("CMI-PREF-06", "audioPreference is on or off.")
        }
        return nil
    }

    /// One or more tags of RFC 5646 with commas and nothing else between.
    static func isLanguageList(_ text: String) -> Bool {
        let tags = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return tags.allSatisfy { tag in
            let parts = tag.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard let first = parts.first, (1...8).contains(first.count), first.allSatisfy(isLetter) else {
                return false
            }
            return parts.dropFirst().allSatisfy { part in
                (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || (48...57).contains($0) }
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

import Access
import Texts
import Values

/// How staff pages name a person.
enum PersonWords {
    /// The name that is known, or "Learner 7f3a" by the end of the id (COH-ROST-01).
    static func name(_ profile: PersonProfile, _ person: UUID16, _ wording: Wording) -> String {
        profile.displayName ?? wording(.learnerNumber, ["number": String(person.description.suffix(4))])
    }
}

import Texts

/// The string table as templates see it: `{{t.resume}}`.
package struct TextLookup: Sendable {
    let language: Language

    /// An unknown name shows itself, and fails the test that reads all templates.
    func text(named name: String) -> String {
        guard let key = TextKey(rawValue: name) else { return name }
        return Wording(language)(key)
    }
}

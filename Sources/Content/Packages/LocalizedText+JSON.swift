import ContentPackages
package import JSON

extension LocalizedText {
    /// A language map of xAPI; the first text of a language wins.
    package var languageMap: JSONNode {
        var members: [(String, JSONNode)] = []
        for variant in variants where !members.contains(where: { $0.0 == variant.language }) {
            members.append((variant.language, .string(variant.text)))
        }
        return .object(members)
    }

    init(languageMap text: String) throws {
        self.init(
            try JSONDocument(parsing: text).root.members.map { .init(language: $0.name, text: $0.value.string ?? "") })
    }
}

import Testing

@testable import Texts

@Suite struct TextTableTests {
    @Test("Every text exists once, in every language, with words in it", arguments: TextKey.allCases)
    func completeness(key: TextKey) throws {
        let rows = TextTable.rows.filter { $0.key == key }
        #expect(rows.count == 1)
        let row = try #require(rows.first)
        for language in Language.allCases {
            #expect(!row.form(in: language).text(for: 5, in: language).isEmpty)
        }
    }

    @Test("A text takes the same parameters in every language", arguments: TextTable.rows.map(\.key))
    func parameters(key: TextKey) throws {
        let row = try #require(TextTable.byKey[key])
        let english = Self.names(in: row.en, .en)
        for language in [Language.fr, .ar] {
            #expect(
                Self.names(in: row.form(in: language), language).subtracting(["count"])
                    == english.subtracting(["count"]))
        }
    }

    @Test("Arabic texts are in Arabic letters, except names of machines")
    func arabicLetters() {
        let latin = TextTable.rows.filter { row in
            !row.ar.text(for: 5, in: .ar).unicodeScalars.contains { (0x600...0x6FF).contains($0.value) }
        }
        #expect(latin.map(\.key) == [.ruleMoveOn])
    }

    private static func names(in form: TextForm, _ language: Language) -> Set<String> {
        Set(form.text(for: 5, in: language).matches(of: /\{(\w+)\}/).map { String($0.1) })
    }
}

import Testing
import Texts
import Values

@Suite struct WordingTests {
    private let spring = Instant(unixSeconds: 1_773_298_800)

    @Test("A parameter stands where its name stood, and braces in it are left alone")
    func parameters() {
        #expect(Wording(.en)(.errorReference, ["reference": "{reference}<b>"]) == "Reference: {reference}<b>")
    }

    @Test("A parameter in a text from right to left is kept apart from the direction around it")
    func isolation() {
        #expect(Wording(.ar)(.errorReference, ["reference": "ab-1"]).contains("\u{2068}ab-1\u{2069}"))
    }

    @Test("Each language counts its own way")
    func plurals() {
        func text(_ language: Language, _ count: Int) -> String {
            Wording(language)(.lessonsDone, ["done": "1"], count: count)
        }
        #expect(text(.en, 1) == "1 of 1 lesson done")
        #expect(text(.en, 2) == "1 of 2 lessons done")
        #expect(text(.fr, 1) == "1 leçon sur 1 terminée")
        #expect(text(.fr, 3) == "1 leçons sur 3 terminées")
        #expect(Set([1, 2, 3, 11, 100].map { text(.ar, $0) }).count == 5)
    }

    @Test("A moment has its zone's time and name", arguments: [Language.en, .fr, .ar])
    func moments(language: Language) {
        let text = Wording(language).moment(spring, zone: "Europe/Paris")
        #expect(text.contains("12") && text.contains("2026"))
        #expect(text.contains("08:00") || text.contains("8:00"))
        #expect(Wording(language).moment(spring).hasSuffix("UTC"))
    }

    @Test("An unknown zone falls back to UTC")
    func unknownZone() {
        #expect(Wording(.en).moment(spring, zone: "Nowhere/Land") == Wording(.en).moment(spring))
    }

    @Test("Only a whole is a hundred per cent")
    func percent() {
        #expect(Wording(.en).percent(0.999) == "99%")
        #expect(Wording(.en).percent(1) == "100%")
        #expect(Wording(.fr).percent(-1) == "0\u{00A0}%")
    }

    @Test("Numbers are grouped in threes")
    func numbers() {
        #expect(Wording(.en).number(1_234_567) == "1,234,567")
        #expect(Wording(.fr).number(-1_234) == "-1\u{202F}234")
    }
}

@Suite struct LanguageTests {
    @Test("The launch's locale wins over the browser's wish")
    func preferred() {
        #expect(Language.best(preferred: "fr-CA", acceptLanguage: "ar") == .fr)
        #expect(Language.best(preferred: "de-DE", acceptLanguage: "ar") == .ar)
    }

    @Test("The heaviest language that we have wins; malformed members are skipped")
    func weights() {
        #expect(Language.best(acceptLanguage: "de, fr;q=0.7, ar;q=0.9") == .ar)
        #expect(Language.best(acceptLanguage: "fr;q=x, ar;q=0.1") == .ar)
        #expect(Language.best(acceptLanguage: "ar;q=0") == .en)
        #expect(Language.best(acceptLanguage: nil) == .en)
    }

    @Test("Arabic runs from right to left")
    func direction() {
        #expect(Language(tag: "ar_EG")?.direction == "rtl")
        #expect(Language.en.direction == "ltr")
    }
}

/// A row of the string table: one key in every language.
struct TextRow: Sendable {
    let key: TextKey
    let en, fr, ar: TextForm

    init(_ key: TextKey, _ en: TextForm, _ fr: TextForm, _ ar: TextForm) {
        self.key = key
        self.en = en
        self.fr = fr
        self.ar = ar
    }

    func form(in language: Language) -> TextForm {
        switch language {
        case .en: en
        case .fr: fr
        case .ar: ar
        }
    }
}

/// The one string table: everything that people read, area by area.
enum TextTable {
    static let rows: [TextRow] =
        common + privacy + operations + courses + statements + credentials + forwarding + staff + errors + launch
        + picker + admission
        + registering + notices + aboutUser + doctor + learner
        + package + gradebook + platformServices + platformSettings + launchChecks + deliveries
    static let byKey = Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
}

/// The words for one key in one language: one text, or one for each plural category of CLDR that the language has.
///
/// `{name}` in a text stands for a parameter; `{count}` for the number that chose the plural form.
public enum TextForm: Sendable, Equatable, ExpressibleByStringLiteral {
    case plain(String)
    /// Categories that are left out fall back to `other`.
    case plural([PluralCategory: String], other: String)

    public init(stringLiteral value: String) { self = .plain(value) }

    /// The text for a number; the number plays no part in a plain form.
    func text(for count: Int?, in language: Language) -> String {
        switch self {
        case .plain(let text): text
        case .plural(let forms, let other):
            count.flatMap { forms[PluralCategory.of($0, in: language)] } ?? other
        }
    }
}

/// CLDR's names for how a language counts.
public enum PluralCategory: Sendable {
    case zero, one, two, few, many, other

    /// CLDR's rule for whole numbers of the language.
    static func of(_ count: Int, in language: Language) -> PluralCategory {
        switch language {
        case .en: count == 1 ? .one : .other
        case .fr: count == 0 || count == 1 ? .one : .other
        case .ar: ofArabic(count)
        }
    }

    private static func ofArabic(_ count: Int) -> PluralCategory {
        switch (count, count % 100) {
        case (0, _): .zero
        case (1, _): .one
        case (2, _): .two
        case (_, 3...10): .few
        case (_, 11...99): .many
        default: .other
        }
    }
}

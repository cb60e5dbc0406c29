/// A language that every text of the service exists in.
public enum Language: String, CaseIterable, Sendable {
    case en, fr, ar

    /// The way its lines run, as the `dir` attribute of HTML takes it.
    public var direction: String { self == .ar ? "rtl" : "ltr" }

    /// The language of a BCP 47 tag such as `fr-CA`, or of the underscored form `fr_CA`; nil when it isn't one of ours.
    public init?(tag: some StringProtocol) {
        let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        self.init(rawValue: primary)
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4).
    ///
    /// - Parameters:
    ///   - preferred: the locale that a launch named, which wins over the header.
    ///   - acceptLanguage: the header's value; malformed members are skipped.
    /// - Returns: English when nothing fits.
    public static func best(preferred: String? = nil, acceptLanguage: String?) -> Language {
        if let preferred, let language = Language(tag: preferred) { return language }
        var best: (language: Language, weight: Double)?
        for member in (acceptLanguage ?? "").prefix(1_000).split(separator: ",") {
            guard let (language, weight) = weigh(member), weight > best?.weight ?? 0 else { continue }
            best = (language, weight)
        }
        return best?.language ?? .en
    }

    private static func weigh(_ member: Substring) -> (Language, Double)? {
        let parts = member.split(separator: ";").map { $0.filter { $0 != " " } }
        guard let tag = parts.first, let language = Language(tag: tag) else { return nil }
        guard let quality = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) else { return (language, 1) }
        guard let weight = Double(quality.dropFirst(2)), (0...1).contains(weight) else { return nil }
        return (language, weight)
    }
}

extension Language {
    /// The language's name in itself.
    public var ownName: String {
        switch self {
        case .en: "English"
        case .fr: "Français"
        case .ar: "العربية"
        }
    }
}

/// A text in one or more languages, in the document's order.
public struct LocalizedText: Sendable, Hashable {
    public struct Variant: Sendable, Hashable {
        /// A tag of BCP 47; `und` where the document names none.
        public var language: String
        public var text: String

        public init(language: String, text: String) {
            self.language = language
            self.text = text
        }
    }

    public var variants: [Variant]

    public init(_ variants: [Variant] = []) { self.variants = variants }

    public init(_ language: String, _ text: String) { variants = [.init(language: language, text: text)] }

    /// The text whose language is, or begins like, the one asked for; else the first. Empty when there is none.
    public func text(for language: String? = nil) -> String {
        if let language {
            let wanted = language.lowercased()
            let short = wanted.prefix { $0 != "-" }
            let match =
                variants.first { $0.language.lowercased() == wanted }
                ?? variants.first { $0.language.lowercased().prefix { $0 != "-" } == short }
            if let match { return match.text }
        }
        return variants.first?.text ?? ""
    }

    /// Whether a tag has the form of `xs:language`: parts of one to eight letters or digits, the first of letters.
    static func isLanguageTag(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.enumerated().allSatisfy { index, part in
            (1...8).contains(part.count)
                && part.allSatisfy { (97...122).contains($0 | 32) || (index > 0 && (48...57).contains($0)) }
        }
    }
}

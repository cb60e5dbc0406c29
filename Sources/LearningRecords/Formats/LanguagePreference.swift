import JSON

/// The languages of an `Accept-Language` header, best first (RFC 9110 §12.5.4), and the choice of one from a
/// language map.
package struct LanguagePreference: Sendable {
    /// In lower case, with their weights; those of weight 0 are refused.
    private let ranges: [(tag: String, weight: Double)]

    package init(_ header: String) {
        let parsed = header.split(separator: ",").prefix(32).enumerated().compactMap { place, part in
            Self.range(part).map { (place: place, tag: $0.tag, weight: $0.weight) }
        }
        ranges = parsed.sorted { ($1.weight, $0.place) < ($0.weight, $1.place) }.map { ($0.tag, $0.weight) }
    }

    private static func range(_ text: Substring) -> (tag: String, weight: Double)? {
        let parts = text.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
        guard let tag = parts.first, !tag.isEmpty else { return nil }
        let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
        return (tag.lowercased(), weight)
    }

    /// The best of the tags of a map; the first when none fits.
    package func choose(from tags: [String]) -> String? {
        for range in ranges where range.weight > 0 {
            if range.tag == "*" { return tags.first }
            if let exact = tags.first(where: { $0.lowercased() == range.tag }) { return exact }
            if let longer = tags.first(where: { $0.lowercased().hasPrefix(range.tag + "-") }) { return longer }
            let primary = range.tag.prefix { $0 != "-" }
            if let near = tags.first(where: { $0.lowercased().prefix { $0 != "-" } == primary }) { return near }
        }
        return tags.first
    }
}

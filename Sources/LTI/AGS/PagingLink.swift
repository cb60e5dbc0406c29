/// The `Link` header of a page (RFC 8288), as far as services page with it, tolerant of Moodle's: curly quotes round the
/// relation and `&amp;` in the address.
public enum PagingLink {
    /// The target of a relation such as `next` or `differences`; nil when there is none.
    public static func target(_ relation: String, in headers: [String]) -> String? {
        for header in headers {
            for link in links(in: header) where link.relations.contains(relation) { return link.target }
        }
        return nil
    }

    private static func links(in header: String) -> [(target: String, relations: [String])] {
        var found: [(String, [String])] = []
        var rest = header[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let target = rest[rest.index(after: open)..<close]
            let tail = rest[rest.index(after: close)...]
            let end = tail.firstIndex(of: "<") ?? tail.endIndex
            found.append((String(target).unescapingAmpersands, relations(in: tail[..<end])))
            rest = tail[end...]
        }
        return found
    }

    private static func relations(in parameters: Substring) -> [String] {
        for parameter in parameters.split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ !$0.isWhitespace }).lowercased() == "rel" else { continue }
            let quotes: Set<Character> = ["\"", "“", "”", "'", "‘", "’"]
            return parts[1].filter { !quotes.contains($0) }.lowercased().split(whereSeparator: \.isWhitespace)
                .map(String.init)
        }
        return []
    }
}

extension String {
    fileprivate var unescapingAmpersands: String {
        split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: "&")
    }
}

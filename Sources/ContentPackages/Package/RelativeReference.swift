import Values

/// A manifest's relative URL and the file inside the package that it names (CMI-PKG-08).
struct RelativeReference {
    /// Percent-decoded, without query and fragment, `.` segments removed.
    var file: String

    /// Nil when it leaves the package's folder, is absolute, or its escapes aren't UTF-8.
    init?(_ reference: String) {
        let path = reference.prefix { $0 != "?" && $0 != "#" }
        guard let decoded = Self.percentDecoded(path), !decoded.isEmpty, !decoded.hasPrefix("/"),
            !decoded.utf8.contains(UInt8(ascii: "\\")), !decoded.utf8.contains(0)
        else { return nil }
        var segments: [Substring] = []
        for segment in decoded.split(separator: "/", omittingEmptySubsequences: true) where segment != "." {
            guard segment == ".." else {
                segments.append(segment)
                continue
            }
            guard segments.popLast() != nil else { return nil }
        }
        guard !segments.isEmpty else { return nil }
        file = segments.joined(separator: "/")
    }

    /// The names of a URL's query parameters, decoded where they can be.
    static func queryNames(of reference: String) -> [String] {
        let beforeFragment = reference.prefix { $0 != "#" }
        guard let mark = beforeFragment.firstIndex(of: "?") else { return [] }
        let query = beforeFragment[beforeFragment.index(after: mark)...]
        return query.split(separator: "&").map { pair in
            let name = pair.prefix { $0 != "=" }
            return percentDecoded(name) ?? String(name)
        }
    }

    private static func percentDecoded(_ text: some StringProtocol) -> String? {
        var out: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                out.append(byte)
                continue
            }
            guard let pair = String(validating: rest.prefix(2), as: UTF8.self), pair.utf8.count == 2,
                let value = Hexadecimal.decode(pair)
            else { return nil }
            rest = rest.dropFirst(2)
            out += value
        }
        return String(validating: out, as: UTF8.self)
    }
}

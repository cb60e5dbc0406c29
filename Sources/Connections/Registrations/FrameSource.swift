import Values

/// A page's place that may show us in a frame: an origin, or all hosts under a name (`https://*.school.example`), as the
/// `frame-ancestors` of a policy has it (CSP Level 3 §2.3.1).
package enum FrameSource {
    /// The source in its plain form; nil for what isn't one. Without TLS only names of this machine are taken.
    package static func parse(_ text: some StringProtocol) -> String? {
        let text = String(text)
        let isWild = text.firstRange(of: "://*.") != nil
        let plain = isWild ? text.replacing("://*.", with: "://", maxReplacements: 1) : text
        guard let address = WebAddress(plain), ["", "/"].contains(address.path), address.query == nil,
            address.fragment == nil, address.isSecure || address.isLoopbackName, isName(address.host, isWild)
        else { return nil }
        return isWild ? address.origin.replacing("://", with: "://*.", maxReplacements: 1) : address.origin
    }

    /// The place of a page, by its URL: one origin, never a pattern, whoever named it.
    package static func page(_ url: String) -> String? {
        guard let address = WebAddress(url), isName(address.host, false) else { return nil }
        return address.origin
    }

    /// All sources of a text, separated by spaces or commas, and what in it is none.
    package static func list(_ text: String) -> (sources: [String], faults: [String]) {
        var (sources, faults): ([String], [String]) = ([], [])
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let source = parse(word) else {
                faults.append(String(word))
                continue
            }
            if !sources.contains(source) { sources.append(source) }
        }
        return (sources, faults)
    }

    /// A star stands for hosts under a name of at least two parts, so that it can't be all of `com`.
    private static func isName(_ host: String, _ isWild: Bool) -> Bool {
        let isPlain = host.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || "-._:".utf8.contains($0)
        }
        return isPlain && (!isWild || host.split(separator: ".").count >= 2)
    }
}

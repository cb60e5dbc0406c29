/// The parts of an absolute http or https URL (RFC 3986 §3), enough to compare origins and to join paths and queries.
/// The text is kept as it came; nothing is normalised but the letter case of scheme and host.
public struct WebAddress: Sendable, Hashable {
    /// `http` or `https`.
    public let scheme: String
    /// In lower case; an IPv6 address without its brackets.
    public let host: String
    /// As written, or the scheme's own.
    public let port: Int
    /// Begins with a slash, or is empty.
    public var path: String
    /// Without the question mark; nil when there is none.
    public var query: String?
    /// Without the hash; nil when there is none.
    public var fragment: String?
    private let authority: String

    /// Nil for another scheme, user information, white space, control characters, an empty host, and a port out of range.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }),
            let colon = text.firstIndex(of: ":")
        else { return nil }
        scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https", text[colon...].hasPrefix("://") else { return nil }
        var rest = text[text.index(colon, offsetBy: 3)...]
        fragment = Self.cut(&rest, at: "#")
        query = Self.cut(&rest, at: "?")
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = String(rest[slash...])
        authority = String(rest[..<slash])
        guard let parsed = Self.hostAndPort(authority), !parsed.host.isEmpty else { return nil }
        host = parsed.host.lowercased()
        port = parsed.port ?? (scheme == "https" ? 443 : 80)
        guard (1...65_535).contains(port) else { return nil }
    }

    /// Scheme, host and port (RFC 6454 §6.2), without a port that is the scheme's own.
    public var origin: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == "https" ? 443 : 80) ? "\(scheme)://\(shown)" : "\(scheme)://\(shown):\(port)"
    }

    public var isSecure: Bool { scheme == "https" }

    /// `localhost`, a name under it, or a loopback address.
    public var isLoopbackName: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") })
    }

    /// The URL again, with changed path or query where they were changed.
    public var text: String {
        scheme + "://" + authority + path + (query.map { "?" + $0 } ?? "") + (fragment.map { "#" + $0 } ?? "")
    }

    /// The same URL with a segment added to its path; query and fragment stay.
    public func appending(pathSegment segment: String) -> WebAddress {
        var address = self
        address.path = (path.hasSuffix("/") ? String(path.dropLast()) : path) + "/" + segment
        return address
    }

    private static func cut(_ rest: inout Substring, at separator: Character) -> String? {
        guard let index = rest.firstIndex(of: separator) else { return nil }
        let tail = String(rest[rest.index(after: index)...])
        rest = rest[..<index]
        return tail
    }

    private static func hostAndPort(_ authority: String) -> (host: String, port: Int?)? {
        guard !authority.contains("@") else { return nil }
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<close]
            let tail = authority[authority.index(after: close)...]
            guard tail.isEmpty || tail.hasPrefix(":"), host.contains(":") else { return nil }
            return portOf(tail.dropFirst()).map { (String(host), $0) }
        }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count < 2 || !parts[1].contains(":") else { return nil }
        return portOf(parts.count == 2 ? parts[1] : "").map { (String(parts[0]), $0) }
    }

    private static func portOf(_ digits: Substring) -> Int?? {
        if digits.isEmpty { return .some(nil) }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits) else { return nil }
        return .some(port)
    }
}

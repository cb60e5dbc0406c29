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
        let bytes = Array(text.utf8)
        guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let scheme = Self.scheme(bytes[..<colon]),
            bytes[colon...].starts(with: "://".utf8)
        else { return nil }
        self.scheme = scheme
        var rest = bytes[(colon + 3)...]
        fragment = Self.cut(&rest, at: UInt8(ascii: "#"))
        query = Self.cut(&rest, at: UInt8(ascii: "?"))
        let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        path = Self.text(rest[slash...])
        authority = Self.text(rest[..<slash])
        guard let parsed = Self.hostAndPort(rest[..<slash]), !parsed.host.isEmpty else { return nil }
        host = Self.text(parsed.host).lowercased()
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

    private typealias Bytes = ArraySlice<UInt8>

    private static func text(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func scheme(_ bytes: Bytes) -> String? {
        let name = text(bytes).lowercased()
        return name == "https" || name == "http" ? name : nil
    }

    private static func cut(_ rest: inout Bytes, at separator: UInt8) -> String? {
        guard let index = rest.firstIndex(of: separator) else { return nil }
        let tail = text(rest[(index + 1)...])
        rest = rest[..<index]
        return tail
    }

    private static func hostAndPort(_ authority: Bytes) -> (host: Bytes, port: Int?)? {
        guard !authority.contains(UInt8(ascii: "@")) else { return nil }
        let colon = UInt8(ascii: ":")
        if authority.first == UInt8(ascii: "[") {
            guard let close = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let host = authority[(authority.startIndex + 1)..<close]
            let tail = authority[(close + 1)...]
            guard tail.isEmpty || tail.first == colon, host.contains(colon) else { return nil }
            return port(in: tail.dropFirst()).map { (host, $0) }
        }
        guard let border = authority.firstIndex(of: colon) else { return (authority, nil) }
        return port(in: authority[(border + 1)...]).map { (authority[..<border], $0) }
    }

    /// Nil inside for none, nil outside for what isn't a number.
    private static func port(in digits: Bytes) -> Int?? {
        if digits.isEmpty { return .some(nil) }
        guard digits.allSatisfy({ (48...57).contains($0) }), let port = Int(text(digits)) else { return nil }
        return .some(port)
    }
}

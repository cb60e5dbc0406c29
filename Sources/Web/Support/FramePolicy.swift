/// Who may show a page in a frame (CSP Level 3 §6.4.2.1, `frame-ancestors`).
package enum FramePolicy: Sendable, Equatable {
    case none
    /// The service itself, and these origins (`https://lms.example`).
    case origins([String])

    /// The sources of the directive; an entry that isn't a plain origin is left out, so that nothing can be
    /// smuggled in.
    package var sources: String {
        guard case .origins(let origins) = self else { return "'none'" }
        return (["'self'"] + origins.filter(Self.isOrigin)).joined(separator: " ")
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else { return false }
        // One star, for all hosts under a name (CSP Level 3 §2.3.1).
        let name = text.replacing("://*.", with: "://", maxReplacements: 1)
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 48...57, 65...90, 97...122: true
            default: "-.:/[]_".utf8.contains(byte)
            }
        }
    }

    /// The origin of a URL: scheme, host and port; nil when it has no host or isn't http(s).
    package static func origin(of url: String) -> String? {
        guard let scheme = url.firstRange(of: "://"),
            ["http", "https"].contains(url[..<scheme.lowerBound].lowercased())
        else { return nil }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        guard !host.isEmpty else { return nil }
        return url[..<scheme.lowerBound].lowercased() + "://" + host.lowercased()
    }
}

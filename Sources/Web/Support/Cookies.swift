import HTTPTypes
package import Hummingbird

/// A cookie to set (RFC 6265bis), written by hand since `Partitioned` (CHIPS) is needed and little known.
package struct SetCookie: Sendable {
    package enum SameSite: String, Sendable { case none = "None", lax = "Lax", strict = "Strict" }

    package var name: String
    package var value: String
    package var sameSite: SameSite
    /// Bound to the site that frames us; then third-party blocking leaves it alone.
    package var isPartitioned: Bool
    /// Seconds; nil for the browser's session, 0 to delete.
    package var maxAge: Int?

    /// - Parameters:
    ///   - name: with `__Host-`, which holds it to this host, to https and to the whole of it.
    ///   - value: ASCII without spaces, commas, semicolons and quotes, such as base64url.
    package init(
        _ name: String, _ value: String, sameSite: SameSite, isPartitioned: Bool = false, maxAge: Int? = nil
    ) {
        self.name = name
        self.value = value
        self.sameSite = sameSite
        self.isPartitioned = isPartitioned
        self.maxAge = maxAge
    }

    /// The proof of a launch (design D16): arrives in frames of other sites, even where third-party cookies are
    /// blocked.
    package static func inFrames(_ name: String, _ value: String, maxAge: Int? = nil) -> SetCookie {
        SetCookie(name, value, sameSite: .none, isPartitioned: true, maxAge: maxAge)
    }

    /// Whether name and value hold only what RFC 6265 §4.1.1 allows; nothing else is ever written.
    var isWellFormed: Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
            && value.utf8.allSatisfy { (0x21...0x7E).contains($0) && !",;\"\\".utf8.contains($0) }
    }

    package var headerValue: String {
        var parts = ["\(name)=\(value)", "Path=/", "Secure", "HttpOnly", "SameSite=\(sameSite.rawValue)"]
        if isPartitioned { parts.append("Partitioned") }
        if let maxAge { parts.append("Max-Age=\(maxAge)") }
        return parts.joined(separator: "; ")
    }
}

extension Response {
    /// Adds the cookie; one with characters that a cookie can't hold is left out.
    package mutating func set(_ cookie: SetCookie) {
        guard cookie.isWellFormed else { return }
        headers.append(HTTPField(name: .setCookie, value: cookie.headerValue))
    }
}

extension Request {
    /// The value of a cookie; nil when it is absent, or comes with two values, since then one of them isn't ours.
    package func cookie(named name: String) -> String? {
        var found: String?
        for header in headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard trimmed.hasPrefix(name + "=") else { continue }
                let value = String(trimmed.dropFirst(name.count + 1))
                if let found, found != value { return nil }
                found = value
            }
        }
        return found
    }
}

public import JSON

/// An Inverse Functional Identifier: what tells one agent or identified group from another (1.0.3 Data §2.4.2.3).
public enum AgentIdentifier: Hashable, Sendable {
    /// With its `mailto:`.
    case mbox(String)
    /// Forty hexadecimal digits.
    case mboxSHA1(String)
    case openID(String)
    case account(homePage: String, name: String)

    /// The four properties that may hold one, in the standard's order.
    public static let properties = ["mbox", "mbox_sha1sum", "openid", "account"]

    /// One text for each identity: the property's name and its value, parted by U+0000. Letter case doesn't matter in
    /// an address' domain and in hexadecimal digits, and nowhere else.
    public var canonical: String {
        switch self {
        case .mbox(let address): "mbox\u{0}" + Self.withLowercaseDomain(address)
        case .mboxSHA1(let digits): "mbox_sha1sum\u{0}" + digits.lowercased()
        case .openID(let uri): "openid\u{0}" + uri
        case .account(let homePage, let name): "account\u{0}" + homePage + "\u{0}" + name
        }
    }

    /// The identifier of a valid agent or identified group; nil for an anonymous group.
    public init?(of agent: JSONValue) {
        if let account = agent["account"], let homePage = account["homePage"]?.string,
            let name = account["name"]?.string
        {
            self = .account(homePage: homePage, name: name)
        } else if let mbox = agent["mbox"]?.string {
            self = .mbox(mbox)
        } else if let digits = agent["mbox_sha1sum"]?.string {
            self = .mboxSHA1(digits)
        } else if let openID = agent["openid"]?.string {
            self = .openID(openID)
        } else {
            return nil
        }
    }

    /// The property that holds this identifier, as a statement has it.
    public var property: (name: String, value: JSONNode) {
        switch self {
        case .mbox(let address): ("mbox", .string(address))
        case .mboxSHA1(let digits): ("mbox_sha1sum", .string(digits))
        case .openID(let uri): ("openid", .string(uri))
        case .account(let homePage, let name): ("account", ["homePage": .string(homePage), "name": .string(name)])
        }
    }

    /// A whole Agent with this identifier.
    public var agent: JSONNode { .object([("objectType", "Agent"), property]) }

    private static func withLowercaseDomain(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return address }
        return address[...at] + address[at...].dropFirst().lowercased()
    }
}

/// Equal when their canonical texts are, byte by byte.
extension AgentIdentifier {
    public static func == (a: AgentIdentifier, b: AgentIdentifier) -> Bool {
        a.canonical.utf8.elementsEqual(b.canonical.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in canonical.utf8 { hasher.combine(byte) }
    }
}

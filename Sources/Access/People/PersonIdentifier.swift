/// Something that one person alone is known by, within a tenant.
package enum PersonIdentifier: Sendable, Hashable {
    /// `iss` and `sub` of a platform (OpenID Connect Core §2).
    case lti(issuer: String, subject: String)
    /// An Inverse Functional Identifier in XAPI's canonical text.
    case agent(ifi: String)
    case email(String)
    case employeeNumber(String)
    /// Our own opaque account name.
    case account(String)

    /// The stored name of the kind.
    package var kind: String {
        switch self {
        case .lti: "lti"
        case .agent: "agent"
        case .email: "email"
        case .employeeNumber: "employee-number"
        case .account: "account"
        }
    }

    /// One text per identity: what is hashed for look-up and sealed for export.
    package var value: String {
        switch self {
        case .lti(let issuer, let subject): issuer + "\u{0}" + subject
        case .agent(let ifi): ifi
        case .email(let address): Self.comparable(address)
        case .employeeNumber(let number): number
        case .account(let name): name
        }
    }

    /// From what is stored; nil for an unknown kind.
    init?(kind: String, value: String) {
        switch kind {
        case "lti":
            guard let border = value.firstIndex(of: "\u{0}") else { return nil }
            self = .lti(issuer: String(value[..<border]), subject: String(value[value.index(after: border)...]))
        case "agent": self = .agent(ifi: value)
        case "email": self = .email(value)
        case "employee-number": self = .employeeNumber(value)
        case "account": self = .account(value)
        default: return nil
        }
    }

    /// For people: the parts without the border between them.
    package var text: String { value.split(separator: "\u{0}").joined(separator: " ") }

    private static func comparable(_ address: String) -> String {
        address.split(whereSeparator: \.isWhitespace).joined().lowercased()
    }
}

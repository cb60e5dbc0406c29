import Access
import Values
import XAPI

/// Which agents may stand for a known person, and which person's identifiers an agent may be.
extension Services {
    func personIdentifiers(of agent: AgentIdentifier) -> [PersonIdentifier] {
        let itself = PersonIdentifier.agent(ifi: agent.canonical)
        return switch agent {
        case .account(settings.publicURL, let name): [.account(name), itself]
        case .account(let homePage, let name): [.lti(issuer: homePage, subject: name), itself]
        case .mbox(let address): [.email(String(address.dropFirst("mailto:".count))), itself]
        case .mboxSHA1, .openID: [itself]
        }
    }

    /// None for what isn't an identifier of xAPI's.
    func agents(of identifier: PersonIdentifier) -> [AgentIdentifier] {
        switch identifier {
        case .lti(let issuer, let subject): [.account(homePage: issuer, name: subject)]
        case .agent(let ifi): AgentIdentifier(canonical: ifi).map { [$0] } ?? []
        case .email(let address): [.mbox("mailto:" + address)]
        case .account(let name): [.account(homePage: settings.publicURL, name: name)]
        case .employeeNumber: []
        }
    }
}

extension AgentIdentifier {
    /// From the text that `canonical` gives.
    fileprivate init?(canonical text: String) {
        let parts = text.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("mbox", 2): self = .mbox(parts[1])
        case ("mbox_sha1sum", 2): self = .mboxSHA1(parts[1])
        case ("openid", 2): self = .openID(parts[1])
        case ("account", 3): self = .account(homePage: parts[1], name: parts[2])
        default: return nil
        }
    }
}

import Cryptography
package import Database
package import PersonalData
import Values
import XAPI

extension People {
    /// Everything by which statements and other records may name a person, for export and erasure. It must be taken
    /// before the erasure, since afterwards nobody knows the identifiers.
    /// - Parameter publicURL: the home page of the accounts that we give.
    package func reference(to person: Person, publicURL: String, in tx: Transaction) throws -> PersonReference {
        var names = Self.ownNames(person.accountName, publicURL)
        for known in try identifiers(of: person, in: tx) { names += known.identifier.agentNames }
        if let email = try profile(of: person).email { names += PersonIdentifier.addressNames(email) }
        var seen = Set<[UInt8]>()
        names = names.filter { seen.insert(Array($0.utf8)).inserted }
        return PersonReference(
            tenant: person.tenant, person: person.id, accountName: person.accountName,
            agentKeys: names.map(vault.agentKey), identifiers: names)
    }

    /// The account of statements that we cause, and the address that packages get which know addresses alone.
    private static func ownNames(_ accountName: String, _ publicURL: String) -> [String] {
        let account = AgentIdentifier.account(homePage: publicURL, name: accountName).canonical
        guard let host = WebAddress(publicURL)?.host else { return [account] }
        return [account] + PersonIdentifier.addressNames(accountName + "@" + host)
    }
}

extension PersonIdentifier {
    /// The canonical identifiers under which content may have named the one who is known by this.
    fileprivate var agentNames: [String] {
        switch self {
        case .lti(let issuer, let subject): [AgentIdentifier.account(homePage: issuer, name: subject).canonical]
        case .agent(let ifi): [ifi]
        case .email(let address): Self.addressNames(address)
        case .employeeNumber, .account: []
        }
    }

    /// An address as it stands and in lower case, each in clear and hashed.
    static func addressNames(_ address: String) -> [String] {
        let forms = address == address.lowercased() ? [address] : [address, address.lowercased()]
        return forms.flatMap { form in
            let mailbox = "mailto:" + form
            let sum = Hexadecimal.encode(Digest.sha1(mailbox.utf8))
            return [AgentIdentifier.mbox(mailbox).canonical, AgentIdentifier.mboxSHA1(sum).canonical]
        }
    }
}

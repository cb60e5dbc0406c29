import JSON

/// What we know about a person by name. It is stored sealed with the person's own key.
package struct PersonProfile: Sendable, Hashable {
    package var name: String?
    package var givenName: String?
    package var familyName: String?
    package var email: String?
    /// BCP 47.
    package var locale: String?
    /// The id of the student information system (LTI Core 1.3 §5.4.5); nobody is recognised by it.
    package var sourcedID: String?

    package init(
        name: String? = nil, givenName: String? = nil, familyName: String? = nil, email: String? = nil,
        locale: String? = nil, sourcedID: String? = nil
    ) {
        self.name = name
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.locale = locale
        self.sourcedID = sourcedID
    }

    /// The name to show, or the parts of it, or the address.
    package var displayName: String? {
        if let name, !name.isEmpty { return name }
        let parts = [givenName, familyName].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? email : parts.joined(separator: " ")
    }

    /// With every part that `newer` has taken from there.
    package func updated(by newer: PersonProfile) -> PersonProfile {
        PersonProfile(
            name: newer.name ?? name, givenName: newer.givenName ?? givenName,
            familyName: newer.familyName ?? familyName, email: newer.email ?? email, locale: newer.locale ?? locale,
            sourcedID: newer.sourcedID ?? sourcedID)
    }

    package var isEmpty: Bool { self == PersonProfile() }
}

extension PersonProfile {
    init(parsing bytes: [UInt8]) throws {
        let root = try JSONDocument(parsing: bytes).root
        self.init(
            name: root["name"]?.string, givenName: root["givenName"]?.string, familyName: root["familyName"]?.string,
            email: root["email"]?.string, locale: root["locale"]?.string,
            sourcedID: root["sourcedId"]?.string)
    }

    var node: JSONNode {
        .compactObject([
            ("name", name.map(JSONNode.string)), ("givenName", givenName.map(JSONNode.string)),
            ("familyName", familyName.map(JSONNode.string)), ("email", email.map(JSONNode.string)),
            ("locale", locale.map(JSONNode.string)), ("sourcedId", sourcedID.map(JSONNode.string)),
        ])
    }
}

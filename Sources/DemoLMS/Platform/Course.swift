/// Somebody at the demo LMS, whom a visitor can choose to be.
package struct DemoPerson: Sendable, Identifiable {
    package var id: String
    package var givenName: String
    package var familyName: String
    package var email: String
    package var isInstructor: Bool
    /// Runs the LMS, and isn't in the course.
    package var isAdministrator = false
    /// The language in which they use the LMS (BCP 47).
    package var locale: String
    package var status = Status.active

    /// NRPS 2.0 §2.3.
    package enum Status: String, Sendable { case active = "Active", inactive = "Inactive", deleted = "Deleted" }

    package init(
        id: String, givenName: String, familyName: String, email: String, isInstructor: Bool = false,
        locale: String = "en"
    ) {
        self.id = id
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.isInstructor = isInstructor
        self.locale = locale
    }

    package var name: String { givenName + " " + familyName }

    package static let all: [DemoPerson] = [
        DemoPerson(id: "u-1001", givenName: "Amina", familyName: "Haddad", email: "amina@demo.example"),
        DemoPerson(id: "u-1002", givenName: "Jonas", familyName: "Weber", email: "jonas@demo.example"),
        DemoPerson(id: "u-1003", givenName: "Chloé", familyName: "Martin", email: "chloe@demo.example"),
        DemoPerson(
            id: "u-1004", givenName: "ليلى", familyName: "ناصر", email: "layla@demo.example", locale: "ar"),
        DemoPerson(
            id: "u-2001", givenName: "Ruth", familyName: "Okafor", email: "ruth@demo.example", isInstructor: true),
    ]
}

/// A link to the tool in the demo LMS's one course.
package struct DemoLink: Sendable, Identifiable {
    package var id: String
    package var title: String
    /// Custom parameters of the link (LTI Core 1.3 §5.4.6).
    package var custom: [(name: String, value: String)]
    /// Where the launch leads; nil for the tool's standard address.
    package var url: String?
    /// The links that this one was copied from, the newest first (LTI Core 1.3 §B, `$ResourceLink.id.history`).
    package var history: [String] = []
    /// The course that it stands in; nil for the LMS's first one.
    package var context: DemoContext?
    /// Who may open it, by id; nil for everybody.
    package var members: Set<String>?

    package init(id: String, title: String, custom: [(name: String, value: String)] = [], url: String? = nil) {
        self.id = id
        self.title = title
        self.custom = custom
        self.url = url
    }
}

/// The tool as the LMS's administrator registered it.
package struct RegisteredTool: Sendable {
    package var clientID: String
    package var loginURL: String
    package var redirectURIs: [String]
    package var jwksURL: String
    package var targetLinkURI: String

    package init(clientID: String, loginURL: String, redirectURIs: [String], jwksURL: String, targetLinkURI: String) {
        self.clientID = clientID
        self.loginURL = loginURL
        self.redirectURIs = redirectURIs
        self.jwksURL = jwksURL
        self.targetLinkURI = targetLinkURI
    }

    /// Lectern at a base URL without trailing slash.
    package static func lectern(at publicURL: String, clientID: String = "lectern-demo") -> RegisteredTool {
        RegisteredTool(
            clientID: clientID, loginURL: publicURL + "/lti/login", redirectURIs: [publicURL + "/lti/launch"],
            jwksURL: publicURL + "/.well-known/jwks.json", targetLinkURI: publicURL + "/lti/launch")
    }
}

import Values
import XAPI

/// Who stands in the place of people who must not be named.
package struct RecordMasks: Sendable {
    private let homePage: String

    /// - Parameter homePage: of the accounts that stand for nobody; the service's public URL.
    package init(homePage: String) { self.homePage = homePage }

    /// Says by which part an erased person was in the statement, and nothing else: all erased people are alike.
    func erased(_ role: AgentRole) -> AgentIdentifier {
        .account(homePage: homePage, name: "erased-" + role.part.rawValue)
    }

    /// Somebody else, in what is handed out to a person.
    var other: AgentIdentifier { .account(homePage: homePage, name: "another-person") }
}

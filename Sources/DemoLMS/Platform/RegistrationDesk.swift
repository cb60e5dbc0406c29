package import JSON
import Values

/// What a tool sent while it registered.
package struct RegistrationStep: Sendable {
    /// `configuration` or `registration`.
    package var step: String
    package var authorization: String?
    package var body: JSONNode?
}

/// How the demo LMS treats tools that register; tests change it.
package struct RegistrationDesk: Sendable {
    package var steps: [RegistrationStep] = []
    /// Replaces, adds or (with nil) removes members of the OpenID configuration.
    package var changes: [(name: String, value: JSONNode?)] = []
    package var refusal: (status: Int, body: JSONNode)?
    package var withheldScopes: Set<String> = []
    var tokens: Set<String> = []
    /// What tools were told, by client id.
    package var registered: [String: JSONNode] = [:]

    package init() {}
}

extension DemoPlatform {
    var configurationChanges: [(name: String, value: JSONNode?)] { desk.changes }
    var registrationRefusal: (status: Int, body: JSONNode)? { desk.refusal }
    var withheldScopes: Set<String> { desk.withheldScopes }

    package func change(_ body: @Sendable (inout RegistrationDesk) -> Void) { body(&desk) }

    func keep(_ answer: JSONNode, of client: String) { desk.registered[client] = answer }

    func note(registration step: RegistrationStep) { desk.steps.append(step) }

    package func makeRegistrationToken() -> String {
        let token = world.newSecret()
        desk.tokens.insert(token)
        return token
    }

    /// False for a token that isn't one of ours, or was used.
    func uses(registrationToken token: String) -> Bool { desk.tokens.remove(token) != nil }
}

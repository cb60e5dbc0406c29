import Content
import Database
package import JSON
import Values

/// Answers the one-time fetch of an AU's token (cmi5 §8.2).
package struct FetchToken: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter secret: the last part of the fetch URL.
    /// - Returns: the body of an answer that is 200 in every case (CMI-FETCH-02): `auth-token`, or `error-code` with
    ///   `error-text`.
    package func run(_ secret: String) async -> JSONNode {
        let services = services
        let credential = SessionSecrets(world: services.world).credential
        do {
            let outcome = try await services.database.write { tx in
                try ContentSessions().fetch(secret, credential: credential, now: services.world.now(), in: tx)
            }
            return switch outcome {
            case .token(let token): ["auth-token": .string(token)]
            case .used: Self.error("1", "The token was fetched before, or the session is over.")
            case .unknown: Self.error("2", "There is no such session.")
            }
        } catch {
            return Self.error("3", "The service can't answer now. Please open the lesson again.")
        }
    }

    private static func error(_ code: String, _ text: String) -> JSONNode {
        ["error-code": .string(code), "error-text": .string(text)]
    }
}

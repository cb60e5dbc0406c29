package import LTI
package import Values

/// Access tokens, each kept for its registration, deployment and scopes until shortly before it ends.
package actor AccessTokens {
    /// What a token is good for.
    package struct Purpose: Hashable, Sendable {
        package var registration: UUID16
        package var deploymentID: String
        package var scopes: [String]

        package init(registration: UUID16, deploymentID: String, scopes: [String]) {
            self.registration = registration
            self.deploymentID = deploymentID
            self.scopes = scopes.sorted()
        }
    }

    private struct Held {
        var token: Secret<String>
        var endsAt: Instant
    }

    private let world: World
    private var held: [Purpose: Held] = [:]
    private var flights: [Purpose: Task<TokenResponse.Grant, any Error>] = [:]

    package init(world: World) { self.world = world }

    /// The token that is there, or a new one; several askers at once share one request.
    package func token(
        for purpose: Purpose, request: @escaping @Sendable () async throws -> TokenResponse.Grant
    ) async throws -> Secret<String> {
        if let kept = held[purpose], world.now() < kept.endsAt { return kept.token }
        if let flight = flights[purpose] { return try await flight.value.accessToken }
        let flight = Task { try await request() }
        flights[purpose] = flight
        defer { flights[purpose] = nil }
        let grant = try await flight.value
        let life = grant.lifetime - min(60, grant.lifetime / 10)
        held[purpose] = Held(token: grant.accessToken, endsAt: world.now().adding(seconds: life))
        return grant.accessToken
    }

    /// Forgets a token that a service refused; one that was fetched since stays.
    package func drop(_ token: Secret<String>, for purpose: Purpose) {
        if held[purpose]?.token.reveal() == token.reveal() { held[purpose] = nil }
    }
}

import JSON
package import LTI
package import OutboundHTTP
package import Values

/// Calls to a platform's services with access tokens.
package struct PlatformServices: Sendable {
    private let outbound: OutboundClient
    private let tokens: AccessTokens
    private let world: World
    private let sign: @Sendable (ClientAssertion, Registration) throws -> String
    private let note: @Sendable (ServiceCall) async -> Void

    /// - Parameters:
    ///   - note: hears of each call once it is over (LTI-GEN-01).
    ///   - sign: signs with the key that the registration's platform knows.
    package init(
        outbound: OutboundClient, tokens: AccessTokens, world: World,
        note: @escaping @Sendable (ServiceCall) async -> Void = { _ in },
        sign: @escaping @Sendable (ClientAssertion, Registration) throws -> String
    ) {
        self.outbound = outbound
        self.tokens = tokens
        self.world = world
        self.note = note
        self.sign = sign
    }

    /// Sends a request with a token for the scope; a 401 makes one try with a fresh token (LTI-TOK-16).
    /// - Throws: ``PlatformCallError``, also for every status but 2xx.
    package func send(
        _ request: OutboundRequest, as registration: Registration, deploymentID: String, scope: String
    ) async throws -> OutboundResponse {
        let purpose = AccessTokens.Purpose(registration: registration.id, deploymentID: deploymentID, scopes: [scope])
        var answer: OutboundResponse?
        for _ in 0..<2 {
            let token = try await tokens.token(for: purpose) { try await grant(purpose, registration) }
            var authorised = request
            authorised.headers.append(("Authorization", "Bearer " + token.reveal()))
            let response = try await reached(authorised, for: purpose, of: registration)
            answer = response
            guard response.status == 401 else { break }
            await tokens.drop(token, for: purpose)
        }
        guard let answer else { throw PlatformCallError.unreadable("no answer") }
        guard answer.isSuccess else {
            let body = String(decoding: answer.body.prefix(300), as: UTF8.self)
            throw PlatformCallError.status(answer.status, body: body, retryAfter: answer.retryAfter)
        }
        return answer
    }

    /// Asks for a token anew, past the cache: to try a registration out.
    package func tryToken(
        as registration: Registration, deploymentID: String, scopes: [String]
    ) async throws -> TokenResponse.Grant {
        try await grant(.init(registration: registration.id, deploymentID: deploymentID, scopes: scopes), registration)
    }

    private func grant(
        _ purpose: AccessTokens.Purpose, _ registration: Registration
    ) async throws -> TokenResponse.Grant {
        let assertion = ClientAssertion(
            clientID: registration.clientID, audience: registration.tokenAudience ?? registration.tokenURL,
            id: world.newSecret(), issuedAt: world.now(), deploymentID: purpose.deploymentID)
        let form = ClientAssertion.tokenRequest(assertion: try sign(assertion, registration), scopes: purpose.scopes)
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")]
        let response = try await reached(
            OutboundRequest(.post, registration.tokenURL, headers: headers, body: Array(form.encoded.utf8)),
            for: purpose, of: registration)
        switch TokenResponse(status: response.status, body: response.body) {
        case .refused(let refusal): throw PlatformCallError.tokenRefused(refusal)
        case .granted(let grant):
            let missing = grant.scopes.flatMap { granted in purpose.scopes.first { !granted.contains($0) } }
            if let missing { throw PlatformCallError.scopeMissing(missing) }
            return grant
        }
    }

    private func reached(
        _ request: OutboundRequest, for purpose: AccessTokens.Purpose, of registration: Registration
    ) async throws -> OutboundResponse {
        var call = ServiceCall(
            registration: registration.id, tenant: registration.tenant, deploymentID: purpose.deploymentID,
            method: request.method.rawValue, scopes: purpose.scopes, correlation: world.newID(), outcome: "")
        var request = request
        request.headers.append(("X-Request-ID", call.correlation.description))
        do {
            let response = try await outbound.send(request)
            call.outcome = String(response.status)
            await note(call)
            return response
        } catch let error as OutboundError {
            call.outcome = error.code.rawValue
            await note(call)
            throw PlatformCallError.unreachable(error)
        }
    }
}

import Cryptography
import HTTPTypes
import Hummingbird
import JOSE
import JSON
import Values

/// The access token endpoint: client credentials with a signed assertion (Security Framework §4.1.1, RFC 7523).
struct TokenEndpoint {
    var platform: DemoPlatform

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("jwks.json") { request, _ in
            await platform.noteKeySetRead(request.uri.string)
            return keySet()
        }
        router.post("token") { request, _ in try await answer(request) }
    }

    private func keySet() -> Response {
        let key = JSONWebKey(publicKey: platform.signingKey.publicKey, alg: .RS256)
        var members: [(String, JSONNode)] = []
        if case .object(let all) = key.node { members = all }
        if !platform.profile.keysNameTheirAlgorithm { members.removeAll { $0.0 == "alg" || $0.0 == "use" } }
        var response = Response.json(["keys": [.object(members)]])
        response.headers[.cacheControl] = "max-age=300"
        return response
    }

    private func answer(_ request: Request) async throws -> Response {
        try await platform.admit(request)
        let form = try await request.formFields()
        guard form["grant_type"] == "client_credentials",
            form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            let assertion = form["client_assertion"]
        else { return refuse("invalid_request") }
        guard let tool = await platform.tool, let id = try await verified(assertion, of: tool) else {
            return refuse("invalid_client", status: .unauthorized)
        }
        let asked = Set((form["scope"] ?? "").split(separator: " ").map(String.init))
        await platform.note(askedScopes: asked)
        let scopes = asked.intersection(platform.profile.scopes)
        guard !scopes.isEmpty else { return refuse("invalid_scope") }
        guard let token = await platform.grant(scopes, assertionID: id) else { return refuse("invalid_client") }
        return .json(
            [
                "access_token": .string(token), "token_type": .string(platform.profile.tokenType), "expires_in": 3600,
                "scope": .string(scopes.sorted().joined(separator: " ")),
            ], type: platform.profile.tokenContentType)
    }

    private func refuse(_ error: String, status: HTTPResponse.Status = .badRequest) -> Response {
        .json(["error": .string(error)], status: status, type: platform.profile.tokenContentType)
    }

    /// The assertion's `jti`; nil when the signature, a claim or the key id isn't as it has to be.
    private func verified(_ assertion: String, of tool: RegisteredTool) async throws -> String? {
        guard let token = try? CompactJWS(parsing: assertion), token.header.alg == "RS256",
            let keyID = token.header.kid, let keys = await tool.keys(),
            let key = keys.keys(withID: keyID).first,
            token.isSigned(by: key.publicKey, algorithm: .RS256),
            let claims = try? JSONDocument(parsing: token.payload).root
        else { return nil }
        let now = platform.world.now().unixSeconds
        guard claims["iss"]?.string == tool.clientID, claims["sub"]?.string == tool.clientID,
            let id = claims["jti"]?.string, let expires = claims["exp"]?.integer, expires > now - 60,
            let issued = claims["iat"]?.integer, issued < now + 60, accepts(audience: claims["aud"])
        else { return nil }
        return id
    }

    private func accepts(audience: JSONValue?) -> Bool {
        switch platform.profile.assertionAudience {
        case .anything: true
        case .tokenURL: audience?.string == platform.tokenURL
        case .own(let own): audience?.string == own
        }
    }
}

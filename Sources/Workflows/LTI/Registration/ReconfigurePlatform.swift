package import Access
import Connections
import Database
import JSON
import LTI
import OutboundHTTP
package import Values

/// Brings a registration at its platform up to what we are now: our addresses, the scopes that we use, our parameters
/// (RFC 7592 §2, as far as platforms know it). What the platform's administrator set otherwise stays.
package struct ReconfigurePlatform: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: the scopes that are missing still.
    /// - Throws: `conflict` where the platform gave no address for changes, `badGateway` with its reason.
    @discardableResult
    package func run(_ id: UUID16, by principal: StaffPrincipal) async throws -> [String] {
        try principal.require(.managePlatforms)
        let (registration, known) = try await services.database.read { tx in
            guard let found = try Registrations.find(id, in: tx), found.tenant == principal.tenant else {
                throw ServiceError(.notFound, "There is no such platform.")
            }
            return (found, try Registrations.origin(of: id, in: tx))
        }
        guard let url = known.updateURL, let sealed = known.sealedUpdateToken, mayBeCalled(url, registration) else {
            throw ServiceError(.conflict, "This platform takes no changes from here. Change the registration there.")
        }
        let token = Secret(
            String(
                decoding: try services.vault.open(sealed, for: "registration update", at: id.bytes), as: UTF8.self))
        let there = try await call(.get, url, token, nil)
        let wanted = ToolDescription(services.settings).replacement(
            of: there.node, clientID: registration.clientID, keepsProfiles: registration.keepsProfiles,
            keysURL: services.settings.keysURL(for: registration),
            scopes: ToolDescription.scopes(offered: known.offeredScopes))
        let answer = try await call(.put, url, token, wanted.serialized)
        return try await save(answer, registration, known, principal)
    }

    /// The token goes to the platform's own hosts alone.
    private func mayBeCalled(_ url: String, _ registration: Registration) -> Bool {
        guard let address = WebAddress(url) else { return false }
        let isSafe = address.isSecure || services.outbound.policy.allowsPrivateAddresses && address.isLoopbackName
        let known = [registration.authURL, registration.tokenURL, registration.jwksURL, registration.issuer]
        return isSafe && known.contains { WebAddress($0)?.host == address.host }
    }

    private func call(
        _ method: OutboundRequest.Method, _ url: String, _ token: Secret<String>, _ body: [UInt8]?
    ) async throws -> JSONValue {
        var headers = [(name: "Authorization", value: "Bearer " + token.reveal()), ("Accept", "application/json")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let response: OutboundResponse
        do {
            response = try await services.outbound.send(
                OutboundRequest(method, url, headers: headers, body: body ?? []))
        } catch let error as OutboundError {
            throw ServiceError(.badGateway, "The platform can't be reached: \(error).")
        }
        guard response.isSuccess else {
            let refusal = RegistrationRefusal(status: response.status, body: response.body)
            throw ServiceError(
                .badGateway, "The platform refused: status \(refusal.status) \(refusal.code) \(refusal.explanation)")
        }
        guard let document = try? JSONDocument(parsing: response.body), document.root.kind == .object else {
            throw ServiceError(.badGateway, "The platform's answer can't be read.")
        }
        return document.root
    }

    private func save(
        _ answer: JSONValue, _ registration: Registration, _ known: RegistrationOrigin, _ principal: StaffPrincipal
    ) async throws -> [String] {
        var origin = known
        origin.askedScopes = ToolDescription.scopes(offered: known.offeredScopes)
        let grant = RegistrationGrant(answer)
        origin.grantedScopes = grant?.scopes ?? origin.askedScopes
        if let token = grant?.updateToken {
            origin.sealedUpdateToken = try services.vault.seal(
                Array(token.utf8), for: "registration update", at: registration.id.bytes)
        }
        let (saved, now) = (origin, services.world.now())
        try await services.database.write { tx in
            try Registrations.setOrigin(saved, of: registration.id, in: tx)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.reconfigure",
                objectKind: "platform", objectID: registration.id.description)
            try AuditLog.append(event, in: tx, at: now)
        }
        return saved.missingScopes
    }
}

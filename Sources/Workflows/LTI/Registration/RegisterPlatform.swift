import Access
package import Connections
import Database
import JSON
package import LTI
import OutboundHTTP
package import Values

/// A platform that wants to connect, as its own configuration describes it.
package struct PlatformProposal: Sendable {
    package var configuration: OpenIDConfiguration
    /// The host that the administrator sees.
    package var host: String
    /// Whether it becomes active at once; otherwise it waits for approval.
    package var isInvited: Bool
    package var keepsProfiles: Bool
}

/// Registers us at a platform that sent its administrator here (LTI Dynamic Registration 1.0).
package struct RegisterPlatform: Sendable {
    /// What the platform's page sent along; the token is used and never kept (LTI-DR-19).
    package struct Request: Sendable {
        package var configurationURL: String
        package var token: Secret<String>?
        package var invite: String

        package init(configurationURL: String, token: String?, invite: String) {
            self.configurationURL = configurationURL
            self.token = token.flatMap { $0.isEmpty ? nil : Secret($0) }
            self.invite = invite
        }
    }

    package struct Result: Sendable {
        package var registration: Registration
        package var isPending: Bool
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Reads the platform's configuration and checks that it may register.
    /// - Throws: `invalid`, `unprocessable` or `badGateway`, in words for the platform's administrator.
    package func proposal(_ request: Request) async throws -> PlatformProposal {
        try await found(request).proposal
    }

    private func found(
        _ request: Request
    ) async throws -> (proposal: PlatformProposal, tenant: TenantID, isInvited: Bool) {
        guard let address = WebAddress(request.configurationURL), mayBeCalled(address) else {
            throw ServiceError(.invalid, "openid_configuration has to be an https URL.")
        }
        let now = services.world.now()
        let invite = try await services.database.read { try RegistrationInvites.find(request.invite, in: $0) }
        let isInvited = invite?.isGood(now: now) ?? false
        guard request.invite.isEmpty || isInvited else {
            throw ServiceError(.forbidden, "The invitation was used already or is too old. Ask for a new one.")
        }
        let configuration = try await read(request)
        let tenant = invite?.tenant ?? Tenants.first
        let check = RegistrationGuard(configuration: configuration, address: address)
        try check.checkOrigins(trustedIssuer: invite?.trustedIssuer)
        if !isInvited {
            try await services.database.read { try check.checkUninvited(tenant, in: $0) }
        }
        let proposal = PlatformProposal(
            configuration: configuration, host: address.host, isInvited: isInvited,
            keepsProfiles: invite?.keepsProfiles ?? true)
        return (proposal, tenant, isInvited)
    }

    private func mayBeCalled(_ address: WebAddress) -> Bool {
        address.isSecure || (services.outbound.policy.allowsPrivateAddresses && address.isLoopbackName)
    }

    private func read(_ request: Request) async throws -> OpenIDConfiguration {
        var headers = [(name: "Accept", value: "application/json")]
        if let token = request.token { headers.append(("Authorization", "Bearer " + token.reveal())) }
        let response: OutboundResponse
        do {
            response = try await services.outbound.send(
                OutboundRequest(.get, request.configurationURL, headers: headers))
        } catch let error as OutboundError {
            throw ServiceError(.badGateway, "The platform's configuration can't be read: \(error).")
        }
        guard response.isSuccess, response.body.count <= 262_144,
            let document = try? JSONDocument(parsing: response.body)
        else {
            throw ServiceError(.badGateway, "The platform's configuration can't be read: status \(response.status).")
        }
        do {
            return try OpenIDConfiguration(document.root)
        } catch {
            throw ServiceError(
                .unprocessable, "The platform's configuration lacks what is needed.",
                faults: error.missing.map { .init($0, "is missing or no https URL") })
        }
    }

    /// Registers: the platform gets our details, and its answer becomes a registration.
    /// - Throws: what ``proposal(_:)`` throws, and ``RegistrationRefusal``.
    package func run(_ request: Request, keepsProfiles: Bool) async throws -> Result {
        let (proposal, tenant, isInvited) = try await found(request)
        let tool = ToolDescription(services.settings).registration(
            for: proposal.configuration, keepsProfiles: keepsProfiles)
        let grant = try await send(tool, to: proposal.configuration.registrationEndpoint, request.token)
        let saved = try await save(
            grant, proposal, tool, tenant: tenant, invite: isInvited ? request.invite : nil,
            keepsProfiles: keepsProfiles)
        await services.platformKeys.forget(saved.registration.id)
        return saved
    }

    private func send(
        _ tool: ToolRegistration, to endpoint: String, _ token: Secret<String>?
    ) async throws -> RegistrationGrant {
        var headers = [(name: "Content-Type", value: "application/json"), (name: "Accept", value: "application/json")]
        if let token { headers.append(("Authorization", "Bearer " + token.reveal())) }
        let response: OutboundResponse
        do {
            response = try await services.outbound.send(
                OutboundRequest(.post, endpoint, headers: headers, body: tool.node.serialized))
        } catch let error as OutboundError {
            throw ServiceError(.badGateway, "The platform's registration endpoint can't be reached: \(error).")
        }
        guard response.isSuccess else { throw RegistrationRefusal(status: response.status, body: response.body) }
        guard let document = try? JSONDocument(parsing: response.body), let grant = RegistrationGrant(document.root)
        else { throw ServiceError(.badGateway, "The platform's answer has no client id.") }
        return grant
    }

    private func save(
        _ grant: RegistrationGrant, _ proposal: PlatformProposal, _ tool: ToolRegistration, tenant: TenantID,
        invite: String?, keepsProfiles: Bool
    ) async throws -> Result {
        let (services, now) = (services, services.world.now())
        let configuration = proposal.configuration
        return try await services.database.write { tx in
            if let invite {
                guard try RegistrationInvites.consume(invite, in: tx, now: now) else {
                    throw ServiceError(.forbidden, "The invitation was used already.")
                }
            }
            let known = try Registrations.find(issuer: configuration.issuer, clientID: grant.clientID, in: tx)
            try Self.checkKnown(known, tenant, isInvited: invite != nil)
            var new = known ?? first(grant, proposal, tenant, isInvited: invite != nil, now)
            new.authURL = configuration.authorizationEndpoint
            new.tokenURL = configuration.tokenEndpoint
            new.jwksURL = configuration.jwksURI
            new.tokenAudience = configuration.authorizationServer
            new.keepsProfiles = keepsProfiles
            new.isActive = invite != nil
            let saved = try Registrations.save(new, in: tx, now: now)
            try Registrations.setOrigin(
                try origin(grant, configuration, tool, saved, isPending: !new.isActive), of: saved.id, in: tx)
            if saved.signingKeys != .shared { try shareKeys(with: saved, tx, now) }
            if configuration.messages?.contains(MessageType.submissionReview.rawValue) == true {
                try Registrations.setReviewsSubmissions(saved.id, in: tx)
            }
            if let deployment = grant.deploymentID, deployment.utf8.count <= 255 {
                try Deployments.add(
                    deployment, to: saved, state: new.isActive ? .active : .waiting,
                    product: configuration.productFamilyCode, world: services.world, in: tx)
            }
            let event = AuditEvent(
                tenant: tenant, actor: .platform(saved.id),
                verb: known == nil ? "platform.register" : "platform.change", objectKind: "platform",
                objectID: saved.id.description, purpose: new.isActive ? "invited" : "pending")
            try AuditLog.append(event, in: tx, at: now)
            return Result(registration: saved, isPending: !new.isActive)
        }
    }

    /// The platform was just told the address of the shared keys, whatever signed for it before.
    private func shareKeys(with registration: Registration, _ tx: Transaction, _ now: Instant) throws {
        try Registrations.setSigningKeys(.shared, registration.id, in: tx, now: now)
        let event = AuditEvent(
            tenant: registration.tenant, actor: .platform(registration.id), verb: "platform.change",
            objectKind: "platform", objectID: registration.id.description, purpose: "shared keys")
        try AuditLog.append(event, in: tx, at: now)
    }

    /// What is there is changed by an invitation alone: the answer that names its client may be anybody's.
    private static func checkKnown(_ known: Registration?, _ tenant: TenantID, isInvited: Bool) throws {
        guard let known else { return }
        guard known.tenant == tenant else {
            throw ServiceError(.conflict, "This platform is registered elsewhere.")
        }
        guard isInvited else {
            throw ServiceError(
                .conflict, "This platform is connected already. To change the connection, ask for an invitation.")
        }
    }

    private func first(
        _ grant: RegistrationGrant, _ proposal: PlatformProposal, _ tenant: TenantID, isInvited: Bool, _ now: Instant
    ) -> Registration {
        let configuration = proposal.configuration
        var new = Registration(
            id: services.world.newID(), tenant: tenant, issuer: configuration.issuer, clientID: grant.clientID,
            name: proposal.host, authURL: configuration.authorizationEndpoint, tokenURL: configuration.tokenEndpoint,
            jwksURL: configuration.jwksURI, createdAt: now)
        new.deploymentPolicy = isInvited && grant.deploymentID == nil ? .auto : .ask
        return new
    }

    private func origin(
        _ grant: RegistrationGrant, _ configuration: OpenIDConfiguration, _ tool: ToolRegistration,
        _ saved: Registration, isPending: Bool
    ) throws -> RegistrationOrigin {
        var origin = RegistrationOrigin()
        origin.isPending = isPending
        origin.askedScopes = tool.scopes
        origin.offeredScopes = configuration.scopes
        origin.grantedScopes = grant.scopes ?? tool.scopes
        origin.product = [configuration.productFamilyCode, configuration.version].compactMap { $0 }
            .joined(separator: " ")
        origin.updateURL = grant.updateURL
        origin.sealedUpdateToken = try grant.updateToken.map {
            try services.vault.seal(Array($0.utf8), for: "registration update", at: saved.id.bytes)
        }
        return origin
    }
}

package import Access
package import Connections
import Database
package import JOSE
import OutboundHTTP
package import Values

/// Registers a platform by hand, or changes a registration: what `lectern platforms add` and the administrator's page do.
package struct AddPlatform: Sendable {
    package struct Request: Sendable {
        package var issuer: String
        package var clientID: String
        /// What is nil here and below stays as it is, or as it is for a new platform, whose name is its issuer.
        package var name: String?
        package var authURL: String?
        package var tokenURL: String?
        package var jwksURL: String?
        /// In PEM, in place of a key set's URL; either of them takes the other's place.
        package var publicKey: String?
        package var tokenAudience: String?
        package var algorithms: AllowedAlgorithms?
        package var deployments: [String] = []
        package var deploymentPolicy: Registration.DeploymentPolicy?
        package var allowsAnonymous: Bool?
        package var keepsProfiles: Bool?
        /// Pages that may show us in a frame, as ``FrameSource/list(_:)`` reads them.
        package var frames: String?

        package init(
            issuer: String, clientID: String, name: String?, authURL: String?, tokenURL: String?, jwksURL: String?
        ) {
            self.issuer = issuer
            self.clientID = clientID
            self.name = name
            self.authURL = authURL
            self.tokenURL = tokenURL
            self.jwksURL = jwksURL
        }
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter changesKnown: whether a registration of the same issuer and client id takes what the request says.
    /// - Throws: `unprocessable` with every fault; `conflict` when the platform belongs to another tenant, or is known and
    ///   not to be changed.
    @discardableResult
    package func run(
        _ request: Request, changesKnown: Bool = true, tenant: TenantID, actor: AuditActor
    ) async throws -> Registration {
        let now = services.world.now()
        let first = request.registration(id: services.world.newID(), tenant: tenant, now: now)
        let saved = try await services.database.write { tx in
            let known = try Registrations.find(issuer: request.issuer, clientID: request.clientID, in: tx)
            guard known.map({ $0.tenant == tenant }) ?? true else {
                throw ServiceError(.conflict, "This issuer and client id are registered elsewhere.")
            }
            guard known == nil || changesKnown else {
                throw ServiceError(.conflict, "This issuer and client id are registered already.")
            }
            let new = request.applied(to: known ?? first)
            try check(new, request)
            let saved = try Registrations.save(new, in: tx, now: now)
            for id in request.deployments {
                try Deployments.add(id, to: saved, state: .active, world: services.world, in: tx)
            }
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: known == nil ? "platform.add" : "platform.change",
                objectKind: "platform", objectID: saved.id.description)
            try AuditLog.append(event, in: tx, at: now)
            return saved
        }
        await services.platformKeys.forget(saved.id)
        return saved
    }

    private func check(_ new: Registration, _ request: Request) throws {
        var faults = new.faults(allowsInsecure: services.outbound.policy.allowsPrivateAddresses)
        for id in request.deployments where id.isEmpty || id.utf8.count > 255 {
            faults.append(.init("deployments", "A deployment id has 1 to 255 characters."))
        }
        if let wrong = request.frames.map({ FrameSource.list($0).faults }), !wrong.isEmpty {
            faults += FrameSource.error(wrong).faults
        }
        guard faults.isEmpty else {
            throw ServiceError(.unprocessable, "The registration has faults.", faults: faults)
        }
    }
}

extension AddPlatform.Request {
    fileprivate func registration(id: UUID16, tenant: TenantID, now: Instant) -> Registration {
        Registration(
            id: id, tenant: tenant, issuer: issuer, clientID: clientID, name: issuer, authURL: "", tokenURL: "",
            jwksURL: "", createdAt: now)
    }

    /// The registration with what this request says; all else stays.
    fileprivate func applied(to registration: Registration) -> Registration {
        var registration = registration
        registration.name = name ?? registration.name
        registration.authURL = authURL ?? registration.authURL
        registration.tokenURL = tokenURL ?? registration.tokenURL
        if jwksURL != nil || publicKey != nil {
            (registration.jwksURL, registration.publicKey) = (jwksURL ?? "", publicKey)
        }
        registration.tokenAudience = tokenAudience ?? registration.tokenAudience
        registration.algorithms = algorithms ?? registration.algorithms
        registration.deploymentPolicy = deploymentPolicy ?? registration.deploymentPolicy
        registration.allowsAnonymous = allowsAnonymous ?? registration.allowsAnonymous
        registration.keepsProfiles = keepsProfiles ?? registration.keepsProfiles
        if let frames { registration.frameSources = FrameSource.list(frames).sources }
        return registration
    }
}

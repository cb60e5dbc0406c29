package import Access
package import Connections
import Database
package import JOSE
import OutboundHTTP
package import Values

/// Changes what a platform's registration says: where it is reached, and what is taken and kept of its launches. Issuer and
/// client id are what it is found by and stay.
package struct SavePlatform: Sendable {
    package struct Change: Sendable {
        package var name: String
        package var authURL: String
        package var tokenURL: String
        package var jwksURL: String
        /// In PEM, in place of a key set's URL; nil for none.
        package var publicKey: String?
        /// Nil for the token URL.
        package var tokenAudience: String?
        package var algorithms: AllowedAlgorithms
        package var deploymentPolicy: Registration.DeploymentPolicy
        package var allowsAnonymous: Bool
        package var keepsProfiles: Bool

        package init(
            name: String, authURL: String, tokenURL: String, jwksURL: String, publicKey: String?,
            tokenAudience: String?, algorithms: AllowedAlgorithms, deploymentPolicy: Registration.DeploymentPolicy,
            allowsAnonymous: Bool, keepsProfiles: Bool
        ) {
            (self.name, self.authURL, self.tokenURL, self.jwksURL) = (name, authURL, tokenURL, jwksURL)
            (self.publicKey, self.tokenAudience) = (publicKey, tokenAudience)
            (self.algorithms, self.deploymentPolicy) = (algorithms, deploymentPolicy)
            (self.allowsAnonymous, self.keepsProfiles) = (allowsAnonymous, keepsProfiles)
        }

        fileprivate func applied(to registration: Registration) -> Registration {
            var changed = registration
            (changed.name, changed.authURL) = (name, authURL)
            (changed.tokenURL, changed.jwksURL) = (tokenURL, jwksURL)
            (changed.publicKey, changed.tokenAudience) = (publicKey, tokenAudience)
            (changed.algorithms, changed.deploymentPolicy) = (algorithms, deploymentPolicy)
            (changed.allowsAnonymous, changed.keepsProfiles) = (allowsAnonymous, keepsProfiles)
            return changed
        }
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `unprocessable` with every fault; `notFound`.
    package func run(_ id: UUID16, _ change: Change, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        let (now, isLax) = (services.world.now(), services.outbound.policy.allowsPrivateAddresses)
        try await services.database.write { tx in
            let changed = change.applied(to: try ReadPlatforms.existing(id, principal.tenant, tx))
            let faults = changed.faults(allowsInsecure: isLax)
            guard faults.isEmpty else {
                throw ServiceError(.unprocessable, "The registration has faults.", faults: faults)
            }
            _ = try Registrations.save(changed, in: tx, now: now)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.change",
                objectKind: "platform", objectID: id.description, purpose: "settings")
            try AuditLog.append(event, in: tx, at: now)
        }
        await services.platformKeys.forget(id)
    }
}

package import Access
import Connections
import Database
import Values

/// Makes a code with which a platform's administrator connects it without further approval.
package struct InvitePlatform: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter trustedIssuer: an issuer that may lie on another host than its configuration; empty for none.
    /// - Returns: the code; only its hash is kept.
    package func run(
        trustedIssuer: String, keepsProfiles: Bool, by principal: StaffPrincipal
    ) async throws -> String {
        try principal.require(.managePlatforms)
        guard trustedIssuer.isEmpty || WebAddress(trustedIssuer)?.isSecure == true else {
            throw ServiceError(
                .unprocessable, "The issuer is an https URL.", faults: [.init("issuer", "has to be an https URL")])
        }
        let world = services.world
        return try await services.database.write { tx in
            let code = try RegistrationInvites.make(
                trustedIssuer: trustedIssuer.isEmpty ? nil : trustedIssuer, keepsProfiles: keepsProfiles,
                of: principal.tenant, by: principal.user.description, world: world, in: tx)
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "platform.invite",
                objectKind: "platform")
            try AuditLog.append(event, in: tx, at: world.now())
            return code
        }
    }
}

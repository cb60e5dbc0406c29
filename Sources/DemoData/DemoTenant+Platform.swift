import Connections
import Database
package import DemoLMS
import Values
package import Workflows

extension DemoTenant {
    /// Registers the demo LMS with the service and the service with the demo LMS, and places two links there: one that
    /// leads to the demo's cohort, and one that an instructor still has to connect.
    package func connect(
        _ platform: DemoPlatform, to services: Services, clientID: String = "lectern-demo"
    ) async throws {
        let now = services.world.now()
        var registration = Registration(
            id: services.world.newID(), tenant: Self.tenant, issuer: platform.issuer, clientID: clientID,
            name: "Demo LMS (\(platform.profile.name))", authURL: platform.baseURL + "/auth",
            tokenURL: platform.tokenURL, jwksURL: platform.baseURL + "/jwks.json", createdAt: now)
        registration.deploymentPolicy = .auto
        if case .own(let audience) = platform.profile.assertionAudience { registration.tokenAudience = audience }
        let new = registration
        _ = try await services.database.write { try Registrations.save(new, in: $0, now: now) }
        await platform.register(.lectern(at: services.settings.publicURL, clientID: clientID))
        await platform.add(
            DemoLink(id: "tides", title: "Tides and knots", custom: [(LinkBindings.parameter, bindingKey)]))
        await platform.add(DemoLink(id: "later", title: "A link that isn't connected yet"))
    }
}

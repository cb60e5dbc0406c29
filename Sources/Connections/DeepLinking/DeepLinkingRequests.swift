package import Database
import JSON
package import LTI
package import Values

/// A platform's request to choose content for one of its courses (Deep Linking 2.0 §4.4), until it is answered.
package struct DeepLinkingRequest: Sendable {
    package let id: UUID16
    package let place: LinkPlace
    /// The platform's own name of the deployment, which the answer repeats.
    package let deploymentID: String
    package let contextTitle: String?
    package let settings: DeepLinkingSettings
    package let isAnswered: Bool
}

/// Deep linking requests of one tenant as rows. They hold no person: the visit does.
package struct DeepLinkingRequests: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// - Returns: the request's id, which the visit's `link` holds.
    package func add(
        _ settings: DeepLinkingSettings, place: LinkPlace, deploymentID: String, contextTitle: String?, world: World,
        in tx: Transaction
    ) throws -> UUID16 {
        let id = world.newID()
        try tx.execute(
            """
            insert into deep_linking_request (tenant, id, registration, deployment, deployment_id, context_id,
                context_title, settings, created_at)
            values (\(tenant), \(id), \(place.registration), \(place.deployment), \(deploymentID), \(place.contextID),
                \(storable(contextTitle)), \(settings.received.serialized), \(world.now()))
            """)
        return id
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> DeepLinkingRequest? {
        let row = try tx.row(
            """
            select registration, deployment, deployment_id, context_id, context_title, settings, answered_at
            from deep_linking_request where tenant = \(tenant) and id = \(id)
            """)
        guard let row, let settings = DeepLinkingSettings(try JSONDocument(parsing: row.bytes(5)).root) else {
            return nil
        }
        return DeepLinkingRequest(
            id: id,
            place: LinkPlace(
                registration: try row.id(0), deployment: try row.id(1), contextID: try row.textIfAny(3)),
            deploymentID: try row.text(2), contextTitle: try row.textIfAny(4), settings: settings,
            isAnswered: try row.instantIfAny(6) != nil)
    }

    /// Uses the request up: of two answers at once exactly one gets true.
    package func answer(_ id: UUID16, items: Int, in tx: Transaction, now: Instant) throws -> Bool {
        try tx.execute(
            """
            update deep_linking_request set answered_at = \(now), items = \(items)
            where tenant = \(tenant) and id = \(id) and answered_at is null
            """) == 1
    }

    /// Forgets requests whose visits are over.
    @discardableResult
    package static func forgetOld(in tx: Transaction, now: Instant) throws -> Int {
        let border = now.adding(seconds: -LaunchSession.absoluteLimit)
        return try tx.execute("delete from deep_linking_request where created_at < \(border)")
    }
}

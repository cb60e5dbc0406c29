package import Database
package import Values

/// Opaque keys that lead links to cohorts: a platform carries one in a link's custom parameters, where anybody may read
/// it and nobody can tell anything from it.
package struct LinkBindings: Sendable {
    /// The custom parameter that holds the key.
    package static let parameter = "lectern_binding"
    /// The custom parameters in which a platform that can names the links and contexts that a link was copied from.
    package static let historyParameter = "lectern_link_history"
    /// Brings the ids of the user's course groups, where the platform knows the variable.
    package static let groupsParameter = "lectern_groups"
    package static let contextHistoryParameter = "lectern_context_history"

    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Makes a key for a cohort: 22 random characters, of which only the hash is kept.
    /// - Parameter place: where alone the key is good; nil for every link of the tenant.
    package func make(
        for target: LinkTarget, title: String? = nil, at place: LinkPlace? = nil, by author: String, world: World,
        in tx: Transaction
    ) throws -> String {
        let key = Base64URL.encode(world.randomBytes(16))
        try tx.execute(
            """
            insert into link_binding (tenant, binding_key, cohort, module, lesson, resource_id, graded, title,
                registration, deployment, context_id, created_by, created_at)
            values (\(tenant), \(shortHash(key)), \(target.cohort), \(target.module), \(target.lesson),
                \(target.resourceID), \(target.isGraded), \(storable(title)), \(place?.registration),
                \(place?.deployment), \(place?.contextID), \(author), \(world.now()))
            """)
        return key
    }

    package func make(for cohort: UUID16, by author: String, world: World, in tx: Transaction) throws -> String {
        try make(for: LinkTarget(cohort: cohort), by: author, world: world, in: tx)
    }

    /// Where a key leads, and for which of the platform's courses it was chosen; nil for one that we didn't make for this
    /// tenant and deployment.
    package func lead(
        of key: String, registration: UUID16, deployment: UUID16, in tx: Transaction
    ) throws -> LinkLead? {
        try tx.row(
            """
            select cohort, module, lesson, resource_id, graded, context_id from link_binding
            where tenant = \(tenant) and binding_key = \(shortHash(key))
                and (registration is null or registration = \(registration))
                and (deployment is null or deployment = \(deployment))
            """
        ).map {
            LinkLead(
                target: LinkTarget(
                    cohort: try $0.id(0), module: try $0.idIfAny(1), lesson: try $0.idIfAny(2),
                    resourceID: try $0.textIfAny(3), isGraded: try $0.int(4) == 1),
                contextID: try $0.textIfAny(5), isProven: true)
        }
    }

    /// Notes the first launch with a key: only then the platform has really placed the item (Deep Linking 2.0 §2.2).
    package func notePlaced(_ key: String, in tx: Transaction, now: Instant) throws {
        try tx.execute(
            """
            update link_binding set placed_at = \(now)
            where tenant = \(tenant) and binding_key = \(shortHash(key)) and placed_at is null
            """)
    }

    /// What was chosen for a platform's courses, the newest first.
    package func list(of registration: UUID16, in tx: Transaction) throws -> [LinkBinding] {
        try tx.rows(
            """
            select title, cohort, created_at, placed_at from link_binding
            where tenant = \(tenant) and registration = \(registration) order by created_at desc, binding_key limit 200
            """
        ).map {
            LinkBinding(
                title: try $0.textIfAny(0), cohort: try $0.id(1), createdAt: try $0.instant(2),
                placedAt: try $0.instantIfAny(3))
        }
    }
}

/// The place of a platform for which content was chosen.
package struct LinkPlace: Sendable, Hashable {
    package var registration: UUID16
    package var deployment: UUID16
    /// The platform's course.
    package var contextID: String?

    package init(registration: UUID16, deployment: UUID16, contextID: String?) {
        self.registration = registration
        self.deployment = deployment
        self.contextID = contextID
    }
}

/// An item that was chosen in a picker, without its key.
package struct LinkBinding: Sendable {
    package let title: String?
    package let cohort: UUID16
    package let createdAt: Instant
    /// Its first launch; nil while there was none.
    package let placedAt: Instant?
}

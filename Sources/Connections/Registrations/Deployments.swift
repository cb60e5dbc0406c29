package import Database
package import LTI
package import Values

/// One place of the tool in a platform (LTI Core 1.3 §3.1.3); known from signed launches only.
package struct Deployment: Sendable {
    package enum State: String, Sendable, CaseIterable { case active, waiting, disabled }

    package let id: UUID16
    package let registration: UUID16
    package let tenant: TenantID
    /// The platform's own name for it.
    package let deploymentID: String
    package let state: State
    package let product: String?
    package let productVersion: String?
    /// The platform's installation, and its own name for it.
    package let platformGUID: String?
    package let platformName: String?
    package let firstSeenAt: Instant
}

/// Deployments as rows.
package enum Deployments {
    /// The deployment of a launch, made by the registration's policy when it is new; nil when the policy refuses it.
    package static func admit(
        _ deploymentID: String, of registration: Registration, platform: ToolPlatformClaim?, world: World,
        in tx: Transaction
    ) throws -> Deployment? {
        if let known = try find(deploymentID, of: registration.id, in: tx) {
            try platform.map { try note($0, of: known, in: tx, now: world.now()) }
            return known
        }
        let state: Deployment.State
        switch registration.deploymentPolicy {
        case .auto: state = .active
        case .ask: state = .waiting
        case .closed: return nil
        }
        let made = try add(deploymentID, to: registration, state: state, world: world, in: tx)
        try platform.map { try note($0, of: made, in: tx, now: world.now()) }
        return made
    }

    /// Keeps which system the platform is, for support (LTI Core 1.3 §5.4.2); nothing is written while it stays the same.
    private static func note(
        _ claim: ToolPlatformClaim, of known: Deployment, in tx: Transaction, now: Instant
    ) throws {
        let said = [claim.productFamilyCode, claim.version, claim.guid, claim.name].map(storable)
        guard said != [known.product, known.productVersion, known.platformGUID, known.platformName] else { return }
        try tx.execute(
            """
            update deployment set product = \(said[0]), product_version = \(said[1]), platform_guid = \(said[2]),
                platform_name = \(said[3]), changed_at = \(now)
            where id = \(known.id)
            """)
    }

    /// Adds a deployment; one that is there already takes the state given.
    @discardableResult
    package static func add(
        _ deploymentID: String, to registration: Registration, state: Deployment.State, product: String? = nil,
        productVersion: String? = nil, world: World, in tx: Transaction
    ) throws -> Deployment {
        let now = world.now()
        try tx.execute(
            """
            insert into deployment (registration, deployment_key, id, tenant, deployment_id, state, product,
                product_version, first_seen_at, changed_at)
            values (\(registration.id), \(shortHash(deploymentID)), \(world.newID()), \(registration.tenant),
                \(deploymentID), \(state.rawValue), \(storable(product)), \(storable(productVersion)), \(now), \(now))
            on conflict (registration, deployment_key) do update set state = excluded.state,
                changed_at = excluded.changed_at
            """)
        guard let saved = try find(deploymentID, of: registration.id, in: tx) else {
            throw ServiceError(.internalError, "The deployment wasn't stored.")
        }
        return saved
    }

    package static func find(_ deploymentID: String, of registration: UUID16, in tx: Transaction) throws -> Deployment?
    {
        try tx.row(
            "\(raw: selection) where registration = \(registration) and deployment_key = \(shortHash(deploymentID))"
        ).map(decode)
    }

    package static func find(_ id: UUID16, in tx: Transaction) throws -> Deployment? {
        try tx.row("\(raw: selection) where id = \(id)").map(decode)
    }

    package static func list(of registration: UUID16, in tx: Transaction) throws -> [Deployment] {
        try tx.rows("\(raw: selection) where registration = \(registration) order by first_seen_at").map(decode)
    }

    /// Approves, disables or reopens a deployment.
    /// - Returns: false when there is none of that id in the tenant.
    package static func set(
        _ state: Deployment.State, _ id: UUID16, of tenant: TenantID, in tx: Transaction, now: Instant
    ) throws -> Bool {
        try tx.execute(
            """
            update deployment set state = \(state.rawValue), changed_at = \(now)
            where id = \(id) and tenant = \(tenant)
            """) == 1
    }

    private static let selection = """
        select id, registration, tenant, deployment_id, state, product, first_seen_at, product_version,
            platform_guid, platform_name
        from deployment
        """

    private static func decode(_ row: Row) throws -> Deployment {
        Deployment(
            id: try row.id(0), registration: try row.id(1), tenant: TenantID(try row.int(2)),
            deploymentID: try row.text(3), state: .init(rawValue: try row.text(4)) ?? .disabled,
            product: try row.textIfAny(5), productVersion: try row.textIfAny(7), platformGUID: try row.textIfAny(8),
            platformName: try row.textIfAny(9), firstSeenAt: try row.instant(6))
    }
}

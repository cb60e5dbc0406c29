package import Database
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
    package let firstSeenAt: Instant
}

/// Deployments as rows.
package enum Deployments {
    /// The deployment of a launch, made by the registration's policy when it is new; nil when the policy refuses it.
    package static func admit(
        _ deploymentID: String, of registration: Registration, product: String?, productVersion: String?,
        world: World, in tx: Transaction
    ) throws -> Deployment? {
        if let known = try find(deploymentID, of: registration.id, in: tx) { return known }
        let state: Deployment.State
        switch registration.deploymentPolicy {
        case .auto: state = .active
        case .ask: state = .waiting
        case .closed: return nil
        }
        return try add(
            deploymentID, to: registration, state: state, product: product, productVersion: productVersion,
            world: world, in: tx)
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
        select id, registration, tenant, deployment_id, state, product, first_seen_at from deployment
        """

    private static func decode(_ row: Row) throws -> Deployment {
        Deployment(
            id: try row.id(0), registration: try row.id(1), tenant: TenantID(try row.int(2)),
            deploymentID: try row.text(3), state: .init(rawValue: try row.text(4)) ?? .disabled,
            product: try row.textIfAny(5), firstSeenAt: try row.instant(6))
    }
}

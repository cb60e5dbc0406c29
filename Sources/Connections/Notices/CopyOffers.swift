package import Database
package import Values

/// Offers as rows: one for each cohort and copied course. An accepted one leads the course's links to the new cohort.
package struct CopyOffers: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// The cohorts to which a platform's courses lead, by their links or by what was chosen for them.
    package func cohorts(
        of contexts: [String], registration: UUID16, deployment: UUID16, in tx: Transaction
    ) throws -> [UUID16] {
        var found: [UUID16] = []
        for context in contexts {
            let rows = try tx.rows(
                """
                select cohort from resource_link where tenant = \(tenant) and registration = \(registration)
                    and deployment = \(deployment) and context_id = \(context) and cohort is not null
                union
                select cohort from link_binding where tenant = \(tenant) and registration = \(registration)
                    and deployment = \(deployment) and context_id = \(context)
                order by 1
                """)
            for cohort in try rows.map({ try $0.id(0) }) where !found.contains(cohort) { found.append(cohort) }
        }
        return found
    }

    /// Whether anything is known of a platform's course: a link in it, a choice for it, or an offer.
    package func knows(_ place: LinkPlace, in tx: Transaction) throws -> Bool {
        guard let context = place.contextID else { return true }
        let row = try tx.row(
            """
            select 1 from resource_link where tenant = \(tenant) and registration = \(place.registration)
                and deployment = \(place.deployment) and context_id = \(context)
            union all
            select 1 from copy_offer where tenant = \(tenant) and deployment = \(place.deployment)
                and context_key = \(shortHash(context))
            limit 1
            """)
        return row != nil
    }

    /// Makes the offer of a cohort for a new course; nil when it was made before.
    package func make(
        of cohort: UUID16, at place: LinkPlace, title: String?, source: CopyOffer.Source, world: World,
        in tx: Transaction
    ) throws -> CopyOffer? {
        guard let context = place.contextID else { return nil }
        let id = world.newID()
        let made = try tx.execute(
            """
            insert into copy_offer (tenant, id, registration, deployment, context_key, context_id, context_title,
                cohort, source, state, created_at)
            values (\(tenant), \(id), \(place.registration), \(place.deployment), \(shortHash(context)), \(context),
                \(storable(title)), \(cohort), \(source.rawValue), \(CopyOffer.State.open.rawValue), \(world.now()))
            on conflict (tenant, deployment, context_key, cohort) do nothing
            """)
        return made == 1 ? try find(id, in: tx) : nil
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> CopyOffer? {
        try tx.row("\(raw: Self.selection) where tenant = \(tenant) and id = \(id)").map(decode)
    }

    /// The newest first.
    package func list(of registration: UUID16, in tx: Transaction) throws -> [CopyOffer] {
        try tx.rows(
            """
            \(raw: Self.selection) where tenant = \(tenant) and registration = \(registration)
            order by created_at desc, id desc limit 100
            """
        ).map(decode)
    }

    /// What waits for an answer in a platform's course.
    package func open(deployment: UUID16, context: String, in tx: Transaction) throws -> [CopyOffer] {
        try tx.rows(
            """
            \(raw: Self.selection) where tenant = \(tenant) and deployment = \(deployment)
                and context_key = \(shortHash(context)) and state = 'open' order by created_at, id
            """
        ).map(decode)
    }

    /// The offer of a cohort for a copied course, in whatever state.
    package func offer(of cohort: UUID16, at place: LinkPlace, in tx: Transaction) throws -> CopyOffer? {
        guard let context = place.contextID else { return nil }
        return try tx.row(
            """
            \(raw: Self.selection) where tenant = \(tenant) and deployment = \(place.deployment)
                and context_key = \(shortHash(context)) and cohort = \(cohort)
            """
        ).map(decode)
    }

    /// Settles an open offer; false when somebody was faster.
    /// - Parameter made: the new cohort; nil declines.
    package func decide(
        _ id: UUID16, made: UUID16?, by kind: String, in tx: Transaction, now: Instant
    ) throws -> Bool {
        let state = made == nil ? CopyOffer.State.declined : .accepted
        return try tx.execute(
            """
            update copy_offer set state = \(state.rawValue), made = \(made), decided_at = \(now), decided_by = \(kind)
            where tenant = \(tenant) and id = \(id) and state = 'open'
            """) == 1
    }

    private static let selection = """
        select id, registration, deployment, context_id, context_title, cohort, source, state, made, created_at,
            decided_at, decided_by
        from copy_offer
        """

    private func decode(_ row: Row) throws -> CopyOffer {
        CopyOffer(
            tenant: tenant, id: try row.id(0),
            place: LinkPlace(registration: try row.id(1), deployment: try row.id(2), contextID: try row.text(3)),
            contextTitle: try row.textIfAny(4), cohort: try row.id(5),
            source: .init(rawValue: try row.text(6)) ?? .notice,
            state: .init(rawValue: try row.text(7)) ?? .open, made: try row.idIfAny(8), createdAt: try row.instant(9),
            decidedAt: try row.instantIfAny(10), decidedBy: try row.textIfAny(11))
    }
}

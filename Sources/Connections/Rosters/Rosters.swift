package import Database
import LTI
package import Values

/// Rosters of one tenant as rows.
package struct Rosters: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Notes where the roster of a link's course is read for its cohort; the newest address counts (LTI-CLM-27).
    /// - Parameter other: a cohort that a group of the course drives, in place of the link's.
    /// - Returns: the roster, and whether it is new; nil for a link without cohort or roster service.
    package func note(
        _ link: ResourceLink, cohort other: UUID16? = nil, world: World, in tx: Transaction
    ) throws -> (roster: PlatformRoster, isNew: Bool)? {
        guard let cohort = other ?? link.cohort, let url = link.membershipsURL else { return nil }
        let id = world.newID()
        try tx.execute(
            """
            insert into roster (tenant, id, registration, deployment, context_key, cohort, memberships_url, lease_until,
                run, state, note, active, inactive, missing, suppressed, created_at, context_id)
            values (\(tenant), \(id), \(link.registration), \(link.deployment), \(shortHash(link.contextID ?? "")),
                \(cohort), \(url), 0, 0, 'new', '', 0, 0, 0, 0, \(world.now()), \(link.contextID))
            on conflict (tenant, registration, deployment, context_key, cohort)
                do update set memberships_url = excluded.memberships_url, context_id = excluded.context_id,
                    differences_url = case when roster.memberships_url = excluded.memberships_url
                        then roster.differences_url end
            """)
        let found = try tx.row(
            """
            \(raw: Self.selection) where tenant = \(tenant) and registration = \(link.registration)
                and deployment = \(link.deployment) and context_key = \(shortHash(link.contextID ?? ""))
                and cohort = \(cohort)
            """
        ).map(decode)
        return found.map { ($0, $0.id == id) }
    }

    /// After any launch of a link: a roster whose address none of its course's links names any more is read at the one
    /// that this link names (LTI-CLM-27). Where each link names another address for the same list, the roster keeps its own.
    func follow(_ link: ResourceLink, in tx: Transaction) throws {
        guard let url = link.membershipsURL, let context = link.contextID else { return }
        try tx.execute(
            """
            update roster set memberships_url = \(url), differences_url = null
            where tenant = \(tenant) and registration = \(link.registration) and deployment = \(link.deployment)
                and context_key = \(shortHash(context)) and memberships_url <> \(url) and not exists (
                    select 1 from resource_link l where l.tenant = roster.tenant
                        and l.registration = roster.registration and l.deployment = roster.deployment
                        and l.context_id = \(context) and l.memberships_url = roster.memberships_url)
            """)
    }

    /// Notes why a roster can't be read now, for staff; what was read last stays.
    package func block(_ id: UUID16, because note: String, in tx: Transaction) throws {
        try tx.execute(
            """
            update roster set state = 'blocked', note = \(storable(note) ?? "")
            where tenant = \(tenant) and id = \(id)
            """)
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> PlatformRoster? {
        try tx.row("\(raw: Self.selection) where tenant = \(tenant) and id = \(id)").map(decode)
    }

    package func of(cohort: UUID16, in tx: Transaction) throws -> [PlatformRoster] {
        try tx.rows("\(raw: Self.selection) where tenant = \(tenant) and cohort = \(cohort) order by created_at, id")
            .map(decode)
    }

    /// Those whose last reading failed or leaves a question, the newest first.
    package func inDoubt(atMost limit: Int = 50, in tx: Transaction) throws -> [PlatformRoster] {
        try tx.rows(
            """
            \(raw: Self.selection) where tenant = \(tenant) and state in ('failed', 'doubtful', 'unclear', 'mixed')
            order by synced_at desc, id limit \(limit)
            """
        ).map(decode)
    }

    /// What the rosters of a cohort said of a member, sealed; see ``MemberCustom``.
    package func custom(of person: UUID16, cohort: UUID16, in tx: Transaction) throws -> [[UInt8]] {
        try tx.rows(
            """
            select m.sealed_custom from roster_member m join roster r on r.tenant = m.tenant and r.id = m.roster
            where m.tenant = \(tenant) and m.person = \(person) and r.cohort = \(cohort)
                and m.sealed_custom is not null
            order by m.changed_at, m.roster
            """
        ).map { try $0.bytes(0) }
    }

    package func of(registration: UUID16, in tx: Transaction) throws -> [PlatformRoster] {
        try tx.rows(
            "\(raw: Self.selection) where tenant = \(tenant) and registration = \(registration) order by created_at, id"
        ).map(decode)
    }

    /// The links that lead from the roster's course to its cohort, and those that lead elsewhere: where there are such, the
    /// course's list doesn't tell who belongs to which.
    package func links(of roster: PlatformRoster, in tx: Transaction) throws -> (own: [String], others: [String]) {
        let place: SQL
        if let context = roster.contextID {
            place = "context_id = \(context)"
        } else {
            place = "context_id is null and memberships_url = \(roster.membershipsURL)"
        }
        let links: SQL = """
            select link_id, cohort from resource_link
            where tenant = \(tenant) and registration = \(roster.registration) and deployment = \(roster.deployment)
                and cohort is not null and 
            """
        let rows = try tx.rows(links + place + " order by created_at, id")
        let all = try rows.map { (try $0.text(0), try $0.id(1)) }
        return (all.filter { $0.1 == roster.cohort }.map(\.0), all.filter { $0.1 != roster.cohort }.map(\.0))
    }

    // MARK: - one reading

    /// Claims the roster for a reading: of two at once one gets a number (LTI-NRPS-18).
    package func claim(_ id: UUID16, in tx: Transaction, now: Instant) throws -> Int64? {
        try tx.row(
            """
            update roster set run = run + 1, lease_until = \(now.adding(seconds: Self.lease))
            where tenant = \(tenant) and id = \(id) and lease_until <= \(now) returning run
            """
        )?.int(0)
    }

    /// Seconds for which a reading may be silent before another may begin.
    private static let lease: Int64 = 600

    /// Keeps the roster for a reading that goes on.
    /// - Returns: false when another reading has begun meanwhile.
    package func renew(_ id: UUID16, run: Int64, in tx: Transaction, now: Instant) throws -> Bool {
        try tx.execute(
            """
            update roster set lease_until = \(now.adding(seconds: Self.lease))
            where tenant = \(tenant) and id = \(id) and run = \(run)
            """) == 1
    }

    /// Ends a reading and says how it went; one that another has followed changes nothing.
    /// - Parameter differencesURL: the newest; nil keeps none.
    package func finish(
        _ id: UUID16, run: Int64, _ state: PlatformRoster.State, note: String, suppressed: Int, isFull: Bool,
        differencesURL: String?, in tx: Transaction, now: Instant
    ) throws {
        let counts = try tx.rows(
            "select status, count(*) from roster_member where tenant = \(tenant) and roster = \(id) group by status")
        let byStatus = Dictionary(try counts.map { (try $0.text(0), try $0.int(1)) }) { first, _ in first }
        try tx.execute(
            """
            update roster set lease_until = 0, state = \(state.rawValue), note = \(storable(note) ?? ""),
                synced_at = \(now), full_at = case when \(isFull) = 1 then \(now) else full_at end,
                differences_url = \(differencesURL), active = \(byStatus["active"] ?? 0),
                inactive = \(byStatus["inactive"] ?? 0), missing = \(byStatus["missing"] ?? 0),
                suppressed = \(suppressed)
            where tenant = \(tenant) and id = \(id) and run = \(run)
            """)
    }

    private static let selection = """
        select id, registration, deployment, cohort, memberships_url, differences_url, full_at, synced_at, run, state,
            note, active, inactive, missing, suppressed, context_key,
            context_id
        from roster
        """

    private func decode(_ row: Row) throws -> PlatformRoster {
        var counts = PlatformRoster.Counts()
        (counts.active, counts.inactive) = (Int(try row.int(11)), Int(try row.int(12)))
        (counts.missing, counts.suppressed) = (Int(try row.int(13)), Int(try row.int(14)))
        return PlatformRoster(
            id: try row.id(0), tenant: tenant, registration: try row.id(1), deployment: try row.id(2),
            cohort: try row.id(3), membershipsURL: try row.text(4), differencesURL: try row.textIfAny(5),
            fullAt: try row.instantIfAny(6), syncedAt: try row.instantIfAny(7), run: try row.int(8),
            state: .init(rawValue: try row.text(9)) ?? .new, note: try row.text(10), counts: counts,
            place: ContextPlace(registration: try row.id(1), deployment: try row.id(2), key: try row.bytes(15)),
            contextID: try row.textIfAny(16))
    }
}

package import Database
package import LTI
package import Values

/// The members of one roster as rows.
package struct RosterMembers: Sendable {
    package let tenant: TenantID
    package let roster: UUID16

    package init(_ tenant: TenantID, roster: UUID16) {
        self.tenant = tenant
        self.roster = roster
    }

    /// What a reading says of a member's custom parameters.
    package enum Custom: Sendable {
        /// Nothing, as answers that aren't about one link do.
        case asBefore
        case none
        /// A ``MemberCustom``.
        case sealed([UInt8])
    }

    /// Notes a member as the reading `run` has them.
    package func note(
        _ person: UUID16, _ status: RosterMember.Status, _ standing: RoleSet.Standing, custom: Custom = .asBefore,
        run: Int64, in tx: Transaction, now: Instant
    ) throws {
        var (sealed, isKept): ([UInt8]?, Bool) = (nil, false)
        switch custom {
        case .asBefore: isKept = true
        case .none: break
        case .sealed(let box): sealed = box
        }
        try tx.execute(
            """
            insert into roster_member (tenant, roster, person, status, standing, run, changed_at, sealed_custom)
            values (\(tenant), \(roster), \(person), \(status.rawValue), \(standing.rawValue), \(run), \(now),
                \(sealed))
            on conflict (tenant, roster, person) do update set run = excluded.run, missed = 0,
                standing = excluded.standing,
                changed_at = case when roster_member.status = excluded.status then roster_member.changed_at
                    else excluded.changed_at end, status = excluded.status,
                sealed_custom = case when \(isKept) = 1 then roster_member.sealed_custom
                    else excluded.sealed_custom end
            """)
    }

    /// Whether another roster of the same cohort, whose links still lead there, has the person as active.
    package func isActiveElsewhere(_ person: UUID16, in tx: Transaction) throws -> Bool {
        let row = try tx.row(
            """
            select 1 from roster_member m join roster r on r.tenant = m.tenant and r.id = m.roster
                join roster own on own.tenant = r.tenant and own.cohort = r.cohort
            where m.tenant = \(tenant) and m.person = \(person) and m.status = 'active' and m.roster <> \(roster)
                and own.id = \(roster) and exists (
                    select 1 from resource_link l where l.tenant = r.tenant and l.registration = r.registration
                        and l.deployment = r.deployment and l.cohort = r.cohort
                        and (l.context_id = r.context_id
                            or r.context_id is null and l.memberships_url = r.memberships_url))
            limit 1
            """)
        return row != nil
    }

    /// Those whom a complete reading didn't have and who weren't known as missing, a bounded number at a time.
    package func unseen(since run: Int64, limit: Int, in tx: Transaction) throws -> [UUID16] {
        try tx.rows(
            """
            select person from roster_member where tenant = \(tenant) and roster = \(roster) and run < \(run)
                and status <> 'missing' order by person limit \(limit)
            """
        ).map { try $0.id(0) }
    }

    /// Counts that a whole reading lacked somebody.
    /// - Returns: how many in a row did by now.
    package func noteMissed(_ person: UUID16, run: Int64, in tx: Transaction) throws -> Int {
        let row = try tx.row(
            """
            update roster_member set missed = missed + 1, run = \(run)
            where tenant = \(tenant) and roster = \(roster) and person = \(person) returning missed
            """)
        return Int(try row?.int(0) ?? 0)
    }

    package func counts(unseenSince run: Int64, in tx: Transaction) throws -> (known: Int, unseen: Int) {
        let row = try tx.row(
            """
            select count(*), coalesce(sum(case when run < \(run) then 1 else 0 end), 0) from roster_member
            where tenant = \(tenant) and roster = \(roster) and status <> 'missing'
            """)
        return (Int(try row?.int(0) ?? 0), Int(try row?.int(1) ?? 0))
    }

    package func list(in tx: Transaction) throws -> [RosterMember] {
        try tx.rows(
            "select person, status, standing from roster_member where tenant = \(tenant) and roster = \(roster)"
        ).map {
            RosterMember(
                person: try $0.id(0), status: .init(rawValue: try $0.text(1)) ?? .missing, standing: try $0.text(2))
        }
    }
}

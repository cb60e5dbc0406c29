package import Database
package import Values

/// Enrolments of one tenant, as rows.
///
/// Capacity is counted and the row written in one `write {}`, which behaves as if writes ran one after another
/// (design D3), so a cohort is never overbooked by two who come at once.
package struct Enrolments: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Brings a learner into a cohort. Staff aren't enrolled and take no seat.
    /// - Parameter author: who is written down as the cause: a staff login, or `learner`, `platform`.
    /// - Throws: `notFound` when there is no such cohort.
    package func enrol(
        _ person: UUID16, in cohort: UUID16, source: EnrolmentSource, by author: String, world: World,
        tx: Transaction
    ) throws -> EnrolmentOutcome {
        let cohort = try CohortStore(tenant).existing(cohort, in: tx)
        let now = world.now()
        if let present = try find(person: person, cohort: cohort.id, in: tx) {
            return try again(present, cohort, source, author, now, tx)
        }
        guard accepts(cohort, source, now) else { return .notOpen(cohort.state(now: now)) }
        let isFull = try isFull(cohort, in: tx)
        guard !isFull || source.isPlatform else { return .full }
        let enrolment = Enrolment(
            tenant: tenant, id: world.newID(), cohort: cohort.id, course: cohort.course, person: person,
            status: source == .invite ? .invited : .active, source: source, enrolledAt: now, statusChangedAt: now,
            isOverCapacity: isFull)
        guard try insert(enrolment, in: tx) else {
            throw ServiceError(.conflict, "The person is being enrolled by someone else.", retryAfter: 1)
        }
        try record(enrolment.id, enrolment.status, nil, author, now, tx)
        try EnrolmentCompletion(tenant).settle(enrolment.id, cause: "enrolled", now: now, in: tx)
        return .enrolled(try existing(enrolment.id, in: tx))
    }

    /// Someone who is here already; one that the source itself removed comes back by it, one that staff dropped
    /// comes back by staff alone.
    private func again(
        _ present: Enrolment, _ cohort: Cohort, _ source: EnrolmentSource, _ author: String, _ now: Instant,
        _ tx: Transaction
    ) throws -> EnrolmentOutcome {
        if present.status == .invited, source != .invite {
            return .existing(try change(present.id, to: .active, by: author, now: now, in: tx))
        }
        guard present.status == .dropped else { return .existing(present) }
        let removedBySource = present.reason == Self.removedBySource
        guard source == .admin || source.isPlatform && removedBySource else { return .existing(present) }
        guard accepts(cohort, source, now) else { return .notOpen(cohort.state(now: now)) }
        let isFull = try isFull(cohort, in: tx)
        guard !isFull || source.isPlatform else { return .full }
        if isFull {
            try tx.execute(
                "update enrolment set over_capacity = 1 where tenant = \(tenant) and id = \(present.id)")
        }
        return .resumed(try change(present.id, to: .active, by: author, now: now, in: tx))
    }

    /// The reason of an enrolment that its platform no longer lists.
    package static let removedBySource = "removed by source"
    /// The reason of an enrolment whose person was erased.
    package static let erased = "erased"

    /// From publication (or `enrolFrom`) to `enrolUntil` or the end, before the start too (COH-ACC-12). Staff may
    /// enrol into a closed cohort, nobody into one that is cancelled, archived or over.
    private func accepts(_ cohort: Cohort, _ source: EnrolmentSource, _ now: Instant) -> Bool {
        let byStaff = source == .admin || source == .imported
        switch cohort.state(now: now) {
        case .archived, .cancelled: return false
        case .draft, .closed: return byStaff
        case .ended: return byStaff
        case .scheduled, .running: break
        }
        if byStaff { return true }
        if let from = cohort.enrolFrom, now < from { return false }
        if let until = cohort.enrolUntil, now >= until { return false }
        return true
    }

    private func isFull(_ cohort: Cohort, in tx: Transaction) throws -> Bool {
        guard let capacity = cohort.capacity else { return false }
        return try seatsTaken(cohort: cohort.id, in: tx) >= capacity
    }

    /// Invited, active and paused learners (COH-CAP-03).
    package func seatsTaken(cohort: UUID16, in tx: Transaction) throws -> Int {
        let row = try tx.row(
            """
            select count(*) from enrolment where tenant = \(tenant) and cohort = \(cohort)
                and status in ('invited', 'active', 'paused')
            """)
        return Int(try row?.int(0) ?? 0)
    }

    /// Moves an enrolment to another status, with who and why in its history.
    /// - Throws: `notFound`; `conflict` for a step that the transition table doesn't have.
    @discardableResult
    package func change(
        _ id: UUID16, to status: EnrolmentStatus, reason: String? = nil, by author: String, now: Instant,
        in tx: Transaction
    ) throws -> Enrolment {
        let present = try existing(id, in: tx)
        guard present.status != status else { return present }
        guard present.status.mayBecome(status) else {
            throw ServiceError(
                .conflict, "An enrolment can't go from \(present.status.rawValue) to \(status.rawValue).")
        }
        try tx.execute(
            """
            update enrolment set status = \(status.rawValue), status_changed_at = \(now), reason = \(reason)
            where tenant = \(tenant) and id = \(id)
            """)
        try record(id, status, reason, author, now, tx)
        return try existing(id, in: tx)
    }

    /// Notes that the person was here; an older moment changes nothing.
    package func noteActivity(_ id: UUID16, at moment: Instant, in tx: Transaction) throws {
        try tx.execute(
            """
            update enrolment set last_activity_at = \(moment)
            where tenant = \(tenant) and id = \(id) and (last_activity_at is null or last_activity_at < \(moment))
            """)
    }

    /// False when somebody else's transaction enrolled the person; on PostgreSQL the conflict makes this one run anew.
    private func insert(_ new: Enrolment, in tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            insert into enrolment (tenant, id, cohort, course, person, status, source, enrolled_at,
                status_changed_at, over_capacity)
            values (\(tenant), \(new.id), \(new.cohort), \(new.course), \(new.person), \(new.status.rawValue),
                \(new.source.rawValue), \(new.enrolledAt), \(new.statusChangedAt), \(new.isOverCapacity))
            on conflict (tenant, cohort, person) do nothing
            """) == 1
    }

    private func record(
        _ id: UUID16, _ status: EnrolmentStatus, _ reason: String?, _ author: String, _ now: Instant,
        _ tx: Transaction
    ) throws {
        try tx.execute(
            """
            insert into enrolment_change (tenant, enrolment, status, reason, changed_by, changed_at)
            values (\(tenant), \(id), \(status.rawValue), \(reason), \(author), \(now))
            """)
    }
}

package import Database
package import PersonalData
package import Values

/// Takes a person out of the cohorts: enrolments end and free their seats, completions are sealed, since their
/// evidence is about to lose its subject. What stays is the proof without a name, under ids that lead nowhere.
package struct CohortsEraser: PersonalDataEraser {
    package let tables = [
        "enrolment", "enrolment_change", "completion", "completion_evidence", "completion_ledger",
    ]

    package init() {}

    package func erase(_ person: PersonReference, in tx: Transaction, at now: Instant) throws -> ErasureCount {
        var count = ErasureCount()
        let completions = Completions(person.tenant)
        for enrolment in try Enrolments(person.tenant).ofPerson(person.person, in: tx) {
            count.add("completion", .kept, try completions.rows("completion", enrolment.id, in: tx))
            count.add("completion_evidence", .kept, try completions.rows("completion_evidence", enrolment.id, in: tx))
            count.add("completion_ledger", .kept, try completions.rows("completion_ledger", enrolment.id, in: tx))
            try completions.seal(enrolment: enrolment.id, reason: "erasure", in: tx, now: now)
            count.add("enrolment_change", .deleted, try forgetHistory(enrolment, in: tx))
            count.add("enrolment", .replaced, try end(enrolment, at: now, in: tx))
        }
        return count
    }

    private func forgetHistory(_ enrolment: Enrolment, in tx: Transaction) throws -> Int {
        try tx.execute(
            "delete from enrolment_change where tenant = \(enrolment.tenant) and enrolment = \(enrolment.id)")
    }

    private func end(_ enrolment: Enrolment, at now: Instant, in tx: Transaction) throws -> Int {
        try tx.execute(
            """
            update enrolment set status = 'dropped', reason = \(Enrolments.erased), status_changed_at = \(now),
                last_activity_at = null
            where tenant = \(enrolment.tenant) and id = \(enrolment.id)
            """)
    }
}

extension Completions {
    fileprivate func rows(_ table: String, _ enrolment: UUID16, in tx: Transaction) throws -> Int {
        let row = try tx.row(
            "select count(*) from \(raw: table) where tenant = \(tenant) and enrolment = \(enrolment)")
        return Int(try row?.int(0) ?? 0)
    }
}

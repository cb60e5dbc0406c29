package import Values

/// The pure judgement over a cohort, an enrolment and a module's window (catalogue COH-ACC, COH-UNL).
package struct Entitlement: Sendable {
    /// How long a session that was open at a date border may still finish: 30 minutes (design D7).
    package static let defaultGrace: Int64 = 1_800

    package var intent: CohortIntent
    package var afterEnd: AfterEnd
    package var status: EnrolmentStatus
    /// Nil: the module has no window of its own.
    package var window: ResolvedWindow?
    /// What a module without a window does (a setting of the course).
    package var opensWithoutWindow: Bool

    package init(
        intent: CohortIntent, afterEnd: AfterEnd, status: EnrolmentStatus, window: ResolvedWindow?,
        opensWithoutWindow: Bool = true
    ) {
        self.intent = intent
        self.afterEnd = afterEnd
        self.status = status
        self.window = window
        self.opensWithoutWindow = opensWithoutWindow
    }

    /// May a learner open a lesson of this module now?
    package func verdict(now: Instant) -> EntitlementVerdict {
        cohortVerdict(now: now) ?? enrolmentVerdict ?? windowVerdict(now: now) ?? EntitlementVerdict(.full)
    }

    /// May a session that was opened earlier still record? A date border leaves it `grace` seconds; staff closing,
    /// cancelling, pausing and dropping end it at once.
    package func verdict(
        now: Instant, sessionOpenedAt opened: Instant, grace: Int64 = defaultGrace
    )
        -> EntitlementVerdict
    {
        let present = verdict(now: now)
        guard !present.mayRecord, let border = present.date, border <= now,
            present.reason == .ended || present.reason == .moduleLocked
        else { return present }
        let inGrace = opened < border && now < border.adding(seconds: grace)
        return inGrace ? EntitlementVerdict(.full) : present
    }

    /// Staff see content in every state, and nothing that they do there is recorded.
    package static let ofStaff = EntitlementVerdict(.browse)

    private func cohortVerdict(now: Instant) -> EntitlementVerdict? {
        switch CohortState.derive(intent, now: now) {
        case .archived: EntitlementVerdict(.nothing, .archived)
        case .cancelled: EntitlementVerdict(.nothing, .cancelled)
        case .draft: EntitlementVerdict(.nothing, .draft)
        case .closed: EntitlementVerdict(.nothing, .closed)
        case .scheduled: EntitlementVerdict(.nothing, .notStarted, date: intent.startsAt)
        case .ended: endedVerdict(now: now)
        case .running: nil
        }
    }

    private func endedVerdict(now: Instant) -> EntitlementVerdict {
        if let refusal = enrolmentVerdict { return refusal }
        if let hidden = windowVerdict(now: now), hidden.permission == .nothing { return hidden }
        return EntitlementVerdict(afterEnd == .review ? .review : .nothing, .ended, date: intent.endsAt)
    }

    private var enrolmentVerdict: EntitlementVerdict? {
        switch status {
        case .paused: EntitlementVerdict(.nothing, .paused)
        case .dropped: EntitlementVerdict(.nothing, .dropped)
        case .invited, .active, .completed: nil
        }
    }

    private func windowVerdict(now: Instant) -> EntitlementVerdict? {
        guard let window else { return opensWithoutWindow ? nil : EntitlementVerdict(.nothing, .moduleNotYetOpen) }
        if let unlock = window.unlocksAt, now < unlock {
            return EntitlementVerdict(.nothing, .moduleNotYetOpen, date: unlock)
        }
        if let lock = window.locksAt, now >= lock { return EntitlementVerdict(.review, .moduleLocked, date: lock) }
        return nil
    }
}

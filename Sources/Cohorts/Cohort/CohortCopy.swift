package import Database
package import Values

/// A cohort's set-up for another group: settings, dates and windows, all moved by the same days; no people (COH-CRUD-12).
package struct CohortCopy: Sendable {
    package var cohort: NewCohort
    package var windows: [ModuleWindow]

    /// - Parameter firstDay: of the copy, in the cohort's own zone; nil, or a cohort without a start, moves nothing.
    package init(of old: Cohort, windows borders: [ModuleWindow], name: String, firstDay: LocalDay?) {
        let zone = old.zone
        let start = old.intent.startsAt.map { zone.day(at: $0).daysSinceEpoch }
        let days = firstDay.flatMap { first in start.map { first.daysSinceEpoch - $0 } } ?? 0
        func moved(_ moment: Instant?) -> Instant? { moment.map { zone.moving($0, days: days) } }
        var intent = old.intent
        (intent.startsAt, intent.endsAt) = (moved(old.intent.startsAt), moved(old.intent.endsAt))
        if intent.startsAt == nil { intent.startsAt = firstDay.map(zone.start) }
        if intent.lifecycle != .draft { intent.lifecycle = .published }
        cohort = NewCohort(
            name: name, learnerLabel: old.learnerLabel, description: old.description, intent: intent, zone: zone,
            enrolFrom: moved(old.enrolFrom), enrolUntil: moved(old.enrolUntil), capacity: old.capacity,
            afterEnd: old.afterEnd)
        windows = borders.map { window in
            ModuleWindow(
                module: window.module, unlock: window.unlock?.moving(days, in: zone),
                lock: window.lock?.moving(days, in: zone))
        }
    }

    /// Makes the new cohort with its windows.
    /// - Throws: what ``CohortStore/create(_:course:by:world:in:)`` throws.
    package func make(
        course: UUID16, tenant: TenantID, by author: String, world: World, in tx: Transaction
    ) throws -> Cohort {
        let made = try CohortStore(tenant).create(cohort, course: course, by: author, world: world, in: tx)
        for window in windows { try ModuleWindowStore(tenant).set(window, cohort: made.id, in: tx) }
        return made
    }
}

extension WindowBorder {
    fileprivate func moving(_ days: Int, in zone: CohortZone) -> WindowBorder {
        if case .at(let moment) = self { .at(zone.moving(moment, days: days)) } else { self }
    }
}

extension CohortZone {
    /// The same time on the wall, days later; by summer time an hour more or less lies between.
    func moving(_ moment: Instant, days: Int) -> Instant {
        let guess = moment.adding(seconds: Int64(days) * 86_400)
        return guess.adding(seconds: Int64(offset(at: moment) - offset(at: guess)))
    }
}

package import Values

/// A field of a partial update: left alone, set, or cleared by `null` (COH-CRUD-07).
package enum FieldChange<Value: Sendable>: Sendable {
    case keep
    case set(Value?)

    func applied(to value: Value?) -> Value? {
        switch self {
        case .keep: value
        case .set(let new): new
        }
    }
}

/// A partial update of a cohort; what is nil or `.keep` stays as it is.
package struct CohortChange: Sendable {
    package var name: String?
    package var lifecycle: CohortLifecycle?
    package var access: CohortAccess?
    package var zone: CohortZone?
    package var afterEnd: AfterEnd?
    package var learnerLabel: FieldChange<String> = .keep
    package var description: FieldChange<String> = .keep
    package var startsAt: FieldChange<Instant> = .keep
    package var endsAt: FieldChange<Instant> = .keep
    package var enrolFrom: FieldChange<Instant> = .keep
    package var enrolUntil: FieldChange<Instant> = .keep
    package var capacity: FieldChange<Int> = .keep

    package init() {}

    func applied(to cohort: Cohort) -> NewCohort {
        NewCohort(
            name: name ?? cohort.name, learnerLabel: learnerLabel.applied(to: cohort.learnerLabel),
            description: description.applied(to: cohort.description),
            intent: CohortIntent(
                lifecycle: lifecycle ?? cohort.intent.lifecycle, access: access ?? cohort.intent.access,
                startsAt: startsAt.applied(to: cohort.intent.startsAt),
                endsAt: endsAt.applied(to: cohort.intent.endsAt)),
            zone: zone ?? cohort.zone, enrolFrom: enrolFrom.applied(to: cohort.enrolFrom),
            enrolUntil: enrolUntil.applied(to: cohort.enrolUntil), capacity: capacity.applied(to: cohort.capacity),
            afterEnd: afterEnd ?? cohort.afterEnd)
    }
}

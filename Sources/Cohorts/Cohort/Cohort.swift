package import Values

/// A group that takes a course together, with its own dates and capacity (catalogue, unified model).
package struct Cohort: Hashable, Sendable {
    package let tenant: TenantID
    package let id: UUID16
    package let course: UUID16
    /// For staff; learners see ``learnerLabel`` or nothing.
    package var name: String
    package var learnerLabel: String?
    package var description: String?
    package var intent: CohortIntent
    package var zone: CohortZone
    /// Enrolment is open in `[enrolFrom, enrolUntil)`; without borders, from publication to the end.
    package var enrolFrom, enrolUntil: Instant?
    /// Seats for learners; nil for no limit.
    package var capacity: Int?
    package var afterEnd: AfterEnd
    package var isDefault: Bool
    /// Counts every change; the ETag of the JSON interface.
    package var version: Int64
    package var createdAt: Instant

    package func state(now: Instant) -> CohortState { .derive(intent, now: now) }
}

/// What is needed to make a cohort; days become instants by ``CohortZone`` before they come here.
package struct NewCohort: Sendable {
    package var name: String
    package var learnerLabel: String?
    package var description: String?
    package var intent: CohortIntent
    package var zone: CohortZone
    package var enrolFrom, enrolUntil: Instant?
    package var capacity: Int?
    package var afterEnd: AfterEnd

    package init(
        name: String, learnerLabel: String? = nil, description: String? = nil,
        intent: CohortIntent = CohortIntent(lifecycle: .published, access: .open), zone: CohortZone = .utc,
        enrolFrom: Instant? = nil, enrolUntil: Instant? = nil, capacity: Int? = nil, afterEnd: AfterEnd = .nothing
    ) {
        self.name = name
        self.learnerLabel = learnerLabel
        self.description = description
        self.intent = intent
        self.zone = zone
        self.enrolFrom = enrolFrom
        self.enrolUntil = enrolUntil
        self.capacity = capacity
        self.afterEnd = afterEnd
    }

    /// Everything that breaks a rule of the catalogue (COH-CRUD-02 to 06); empty when nothing does.
    package var faults: [ServiceError.Fault] {
        var faults: [ServiceError.Fault] = []
        let length = name.trimmedForNames.count
        if !(1...255).contains(length) { faults.append(.init("/name", "A name has 1 to 255 characters.")) }
        if name.hasControlCharacters { faults.append(.init("/name", "A name has no control characters.")) }
        if let description, description.count > 2_000 || description.contains("\u{0}") {
            faults.append(.init("/description", "A description has at most 2,000 characters."))
        }
        if let learnerLabel, !(1...255).contains(learnerLabel.count) || learnerLabel.hasControlCharacters {
            faults.append(.init("/learnerLabel", "A label has 1 to 255 characters."))
        }
        if let capacity, capacity < 1 {
            faults.append(.init("/capacity", "A capacity is a positive whole number, or left out."))
        }
        if let start = intent.startsAt, let end = intent.endsAt, end <= start {
            faults.append(.init("/endsAt", "The end is after the start."))
        }
        if let from = enrolFrom, let until = enrolUntil, until <= from {
            faults.append(.init("/enrolUntil", "Enrolment ends after it begins."))
        }
        return faults
    }
}

extension String {
    var trimmedForNames: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Names are compared without regard to case and surrounding space.
    var nameKey: String { trimmedForNames.lowercased() }

    var hasControlCharacters: Bool { unicodeScalars.contains { $0.value < 32 || $0.value == 127 } }
}

package import Values

/// Who may be in a course, and how (COH-CRUD-15).
package enum EnrolmentPolicy: String, Sendable, CaseIterable {
    /// A launch without a binding lands in the default cohort.
    case open
    /// Without a binding nobody gets in.
    case cohortOnly = "cohort_only"
    case hybrid

    /// Whether an unbound launch may use the course's default cohort.
    package var allowsDefaultCohort: Bool { self != .cohortOnly }
}

/// A course: modules of lessons that every cohort of it shares.
package struct Course: Hashable, Sendable {
    package let tenant: TenantID
    package let id: UUID16
    /// The requirement's code in reports; unique in the tenant.
    package var code: String
    package var title: String
    /// A BCP 47 tag.
    package var language: String
    /// The edition that reports name as the course's version.
    package var edition: String
    /// False: the course has one hidden default cohort and no cohort is shown (COH-DEF-01).
    package var cohortsEnabled: Bool
    package var enrolmentPolicy: EnrolmentPolicy
    package var defaultCohort: UUID16?
    /// Proposes a cohort's end in forms; nothing follows from it.
    package var defaultWeeks: Int?
    /// What a module without a window of its own does: opens with the cohort (default), or stays shut.
    package var opensWithoutWindow: Bool
    package var createdAt: Instant
    package var archivedAt: Instant?
}

/// What is needed to make a course.
package struct NewCourse: Sendable {
    package var code: String
    package var title: String
    package var language: String
    package var edition: String
    package var cohortsEnabled: Bool
    package var enrolmentPolicy: EnrolmentPolicy
    package var defaultWeeks: Int?
    package var opensWithoutWindow: Bool
    package var zone: CohortZone

    package init(
        code: String, title: String, language: String = "en", edition: String = "1", cohortsEnabled: Bool = true,
        enrolmentPolicy: EnrolmentPolicy = .open, defaultWeeks: Int? = nil, opensWithoutWindow: Bool = true,
        zone: CohortZone = .utc
    ) {
        self.code = code
        self.title = title
        self.language = language
        self.edition = edition
        self.cohortsEnabled = cohortsEnabled
        self.enrolmentPolicy = enrolmentPolicy
        self.defaultWeeks = defaultWeeks
        self.opensWithoutWindow = opensWithoutWindow
        self.zone = zone
    }

    var faults: [ServiceError.Fault] {
        var faults: [ServiceError.Fault] = []
        if !(1...64).contains(code.count) || code.hasControlCharacters {
            faults.append(.init("/code", "A code has 1 to 64 characters."))
        }
        if !(1...255).contains(title.trimmedForNames.count) || title.hasControlCharacters {
            faults.append(.init("/title", "A title has 1 to 255 characters."))
        }
        if let defaultWeeks, !(1...520).contains(defaultWeeks) {
            faults.append(.init("/defaultWeeks", "A default length is 1 to 520 weeks."))
        }
        return faults
    }
}

package import Database
package import Values

/// The judgement over one lesson of one enrolment, with what it was taken from.
package struct LessonAccess: Sendable {
    package var lesson: Lesson
    package var enrolment: Enrolment
    package var cohort: Cohort
    package var entitlement: Entitlement

    /// Reads what the judgement needs.
    /// - Throws: `notFound` when the lesson isn't of the enrolment's course.
    package static func read(
        lesson id: UUID16, enrolment: UUID16, tenant: TenantID, in tx: Transaction
    ) throws -> LessonAccess {
        let enrolment = try Enrolments(tenant).existing(enrolment, in: tx)
        guard let lesson = try LessonStore(tenant).find(id, in: tx), lesson.course == enrolment.course else {
            throw ServiceError(.notFound, "There is no such lesson.")
        }
        let course = try CourseStore(tenant).existing(enrolment.course, in: tx)
        let cohort = try CohortStore(tenant).existing(enrolment.cohort, in: tx)
        let windows = try ModuleWindowStore(tenant).windows(cohort: cohort.id, in: tx)
        let entitlement = Entitlement(
            cohort: cohort, course: course, status: enrolment.status, window: windows[lesson.module])
        return LessonAccess(lesson: lesson, enrolment: enrolment, cohort: cohort, entitlement: entitlement)
    }

    /// May the learner open it now?
    package func verdict(now: Instant) -> EntitlementVerdict { entitlement.verdict(now: now) }

    /// May a session that was opened earlier still record?
    package func verdict(now: Instant, sessionOpenedAt opened: Instant) -> EntitlementVerdict {
        entitlement.verdict(now: now, sessionOpenedAt: opened)
    }
}

extension Entitlement {
    /// The judgement for a module of a cohort.
    package init(cohort: Cohort, course: Course, status: EnrolmentStatus, window: ModuleWindow?) {
        self.init(
            intent: cohort.intent, afterEnd: cohort.afterEnd, status: status,
            window: window?.resolved(startsAt: cohort.intent.startsAt, zone: cohort.zone),
            opensWithoutWindow: course.opensWithoutWindow)
    }
}

package import Database
package import Values

/// A lesson as one learner sees it.
package struct LessonProgress: Sendable {
    package var lesson: Lesson
    package var result: LessonResult
}

/// A module as one learner sees it.
package struct ModuleProgress: Sendable {
    package var module: Module
    package var lessons: [LessonProgress]
    /// May its lessons be opened, and if not, why and until when.
    package var verdict: EntitlementVerdict
    package var window: ResolvedWindow?

    package var required: Int { lessons.count { $0.lesson.isRequired } }
    package var done: Int { lessons.count { $0.lesson.isRequired && $0.result.isMet } }
    package var isDone: Bool { required > 0 && done == required }
}

/// Where one enrolment stands in its course.
package struct CourseProgress: Sendable {
    package var course: Course
    package var cohort: Cohort
    package var state: CohortState
    package var enrolment: Enrolment
    package var modules: [ModuleProgress]

    package var required: Int { modules.reduce(0) { $0 + $1.required } }
    package var done: Int { modules.reduce(0) { $0 + $1.done } }
    /// Done required lessons of all required lessons, rounded down; 0 for a course without any.
    package var percent: Int { required == 0 ? 0 : done * 100 / required }
    package var isComplete: Bool { enrolment.completedAt != nil }

    /// What the platform is told.
    package var score: CourseScore {
        let lessons = modules.flatMap(\.lessons).map { (isRequired: $0.lesson.isRequired, result: $0.result) }
        return CourseScore(lessons, isComplete: isComplete)
    }

    /// What the platform is told by a link that leads to one module or lesson: the score of that part alone.
    package func score(module: UUID16?, lesson: UUID16?) -> CourseScore {
        guard module != nil || lesson != nil else { return score }
        let part = modules.filter { module == nil || $0.module.id == module }.flatMap(\.lessons)
            .filter { lesson == nil || $0.lesson.id == lesson }
        let required = part.filter(\.lesson.isRequired)
        let counted = required.isEmpty ? part : required
        return CourseScore(
            part.map { (isRequired: $0.lesson.isRequired, result: $0.result) },
            isComplete: !counted.isEmpty && counted.allSatisfy(\.result.isMet))
    }

    /// With one module or lesson alone; unchanged when it isn't there any more.
    package func narrowed(module: UUID16?, lesson: UUID16?) -> CourseProgress {
        guard module != nil || lesson != nil else { return self }
        var narrowed = self
        narrowed.modules = modules.filter { module == nil || $0.module.id == module }.compactMap { entry in
            var entry = entry
            if let lesson { entry.lessons.removeAll { $0.lesson.id != lesson } }
            return entry.lessons.isEmpty ? nil : entry
        }
        return narrowed.modules.isEmpty ? self : narrowed
    }

    /// Reads an enrolment's progress.
    /// - Throws: `notFound`.
    package static func read(
        enrolment id: UUID16, tenant: TenantID, now: Instant, in tx: Transaction
    ) throws -> CourseProgress {
        let enrolment = try Enrolments(tenant).existing(id, in: tx)
        let course = try CourseStore(tenant).existing(enrolment.course, in: tx)
        let cohort = try CohortStore(tenant).existing(enrolment.cohort, in: tx)
        let windows = try ModuleWindowStore(tenant).windows(cohort: cohort.id, in: tx)
        let results = try lessonResults(enrolment: id, tenant: tenant, in: tx)
        let store = LessonStore(tenant)
        let lessons = Dictionary(grouping: try store.lessons(course: course.id, in: tx), by: \.module)
        let modules = try store.modules(course: course.id, in: tx).map { module in
            let entitlement = Entitlement(
                cohort: cohort, course: course, status: enrolment.status, window: windows[module.id])
            return ModuleProgress(
                module: module, lessons: (lessons[module.id] ?? []).map { progress(of: $0, results) },
                verdict: entitlement.verdict(now: now), window: entitlement.window)
        }
        return CourseProgress(
            course: course, cohort: cohort, state: cohort.state(now: now), enrolment: enrolment, modules: modules)
    }

    /// Whether the learner did, or was granted, anything yet.
    package static func hasResults(enrolment: UUID16, tenant: TenantID, in tx: Transaction) throws -> Bool {
        try tx.row("select 1 from completion where tenant = \(tenant) and enrolment = \(enrolment) limit 1") != nil
    }

    private static func progress(of lesson: Lesson, _ results: [UUID16: LessonResult]) -> LessonProgress {
        var result = results[lesson.id] ?? LessonResult()
        result.isMetByRule = lesson.rule.isMetByRule
        return LessonProgress(lesson: lesson, result: result)
    }

    private static func lessonResults(
        enrolment: UUID16, tenant: TenantID, in tx: Transaction
    ) throws -> [UUID16: LessonResult] {
        let rows = try tx.rows(
            """
            select lesson, met_at, completed_at, passed_at, failed_at, started_at, success, scaled from completion
            where tenant = \(tenant) and enrolment = \(enrolment)
            """)
        return Dictionary(try rows.map { (try $0.id(0), try LessonResult($0, from: 1)) }) { first, _ in first }
    }
}

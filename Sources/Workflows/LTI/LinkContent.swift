import Cohorts
import Connections
import Database
import LTI
import Values

/// What a link leads to, as its platform may be told: a title, and when it is open.
struct LinkContent: Sendable {
    let title: String
    let startsAt: Instant?
    let endsAt: Instant?

    /// - Throws: `notFound` for a part that isn't one of the course.
    init(_ target: LinkTarget, of course: Course, _ cohort: Cohort, in tx: Transaction) throws {
        guard target.module != nil || target.lesson != nil else {
            (title, startsAt, endsAt) = (course.title, cohort.intent.startsAt, cohort.intent.endsAt)
            return
        }
        let lessons = LessonStore(course.tenant)
        let lesson = try target.lesson.flatMap { try lessons.find($0, in: tx) }
        let module = try (target.module ?? lesson?.module).flatMap { try lessons.findModule($0, in: tx) }
        guard let module, module.course == course.id, target.lesson == nil || lesson != nil else {
            throw ServiceError(.notFound, "There is no such part of the course.")
        }
        let windows = try ModuleWindowStore(course.tenant).windows(cohort: cohort.id, in: tx)
        let window = windows[module.id]?.resolved(startsAt: cohort.intent.startsAt, zone: cohort.zone)
        title = lesson?.title ?? module.title
        startsAt = window?.unlocksAt ?? cohort.intent.startsAt
        endsAt = window?.locksAt ?? cohort.intent.endsAt
    }

    /// Nil when the target isn't there any more.
    static func find(_ target: LinkTarget, _ tenant: TenantID, in tx: Transaction) throws -> LinkContent? {
        guard let cohort = try CohortStore(tenant).find(target.cohort, in: tx),
            let course = try CourseStore(tenant).find(cohort.course, in: tx)
        else { return nil }
        do {
            return try LinkContent(target, of: course, cohort, in: tx)
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        }
    }
}

extension LineItemDefinition {
    /// What the line item of a link ought to say now: the link's own title, and when its part of the course is open.
    static func wanted(
        for link: ResourceLink, of registration: Registration, in tx: Transaction
    ) throws -> LineItemDefinition {
        let content = try link.target.flatMap { try LinkContent.find($0, link.tenant, in: tx) }
        let title = [link.title, content?.title].lazy.compactMap { $0 }.first { !$0.allSatisfy(\.isWhitespace) }
        let (start, end) = (content?.startsAt, content?.endsAt)
        return LineItemDefinition(
            label: title ?? "Lectern", scoreMaximum: registration.gradeMaximum, startsAt: start, endsAt: end)
    }
}

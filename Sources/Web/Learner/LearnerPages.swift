import Cohorts
import Connections
import HTTPTypes
package import Hummingbird
import Texts
package import Values
import Workflows

/// The pages of a learner's visit.
struct LearnerPages: Sendable {
    /// Seconds after which the small frame with a lesson's state is read again.
    private static let stateEvery = 10
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// The course page; staff are led to theirs.
    func course(_ visit: LaunchVisit, _ request: Request) async throws -> Response {
        if visit.session.isStaff { return Page.seeOther(visit.base + "staff") }
        guard let person = visit.session.person, let enrolment = visit.session.enrolment else {
            return notIn(visit)
        }
        let content = try await ReadCoursePage(services).run(
            tenant: visit.session.tenant, person: person, enrolment: enrolment, chosen: try chosen(request))
        let others = content.others.map {
            CourseTurn(enrolment: $0.enrolment.id, label: $0.label, enrolledAt: $0.enrolment.enrolledAt)
        }
        let (session, showsAll) = (visit.session, request.uri.queryParameters["all"] == "1")
        let isPart = session.module != nil || session.lesson != nil
        let progress =
            showsAll ? content.progress : content.progress.narrowed(module: session.module, lesson: session.lesson)
        let view = CourseView(
            progress: progress, wording: visit.wording, base: visit.base, otherTurns: others,
            returnURL: visit.session.returnURL)
        var page = visit.page("course", title: content.progress.course.title, values: view.values)
        page.values["isFresh"] = true
        page.values["wholeCourse"] = isPart && !showsAll ? .text(visit.base + "?all=1") : .absent
        return page.response()
    }

    /// Opens a lesson: in a frame of this page, or by a link to a window of its own.
    func openLesson(
        _ visit: LaunchVisit, _ request: Request, _ context: LecternRequestContext
    ) async throws -> Response {
        let lesson = try context.parameters.identifier("lesson")
        let content = try await progress(visit, request)
        let found = content.progress.modules.lazy.flatMap { module in module.lessons.map { (module, $0) } }
            .first { $0.1.lesson.id == lesson }
        guard let (module, entry) = found else { throw ServiceError(.notFound, "There is no such lesson.") }
        guard module.verdict.mayOpen else { return Page.seeOther(courseURL(visit, content.progress)) }
        let backTo = courseURL(visit, content.progress)
        let opened = try await OpenLesson(services).run(
            LessonOpening(
                tenant: visit.session.tenant, person: content.progress.enrolment.person,
                enrolment: content.progress.enrolment.id, lesson: lesson, handle: visit.session.handle,
                returnURL: services.settings.publicURL + leaving(visit, lesson, content.progress),
                language: visit.wording.language.rawValue))
        let player = PlayerPage(
            lesson: entry.lesson, contentURL: opened.url, isFramed: !opened.opensOwnWindow,
            isReview: !module.verdict.mayRecord, backTo: backTo,
            stateURL: "\(visit.base)lessons/\(lesson)/state?enrolment=\(content.progress.enrolment.id)")
        return player.page(visit).response()
    }

    /// Where content leads to when it is left (cmi5 §10.2.6): it stands in the content's own frame, and gives the place
    /// to the course page, by itself or by its link.
    func left(_ visit: LaunchVisit, _ request: Request) async throws -> Response {
        let course = courseURL(visit, try await progress(visit, request).progress)
        var page = visit.page(
            "message", title: visit.wording(.backToCourse),
            values: [
                "heading": .text(visit.wording(.backToCourse)),
                "action": ["href": .text(course), "label": .text(visit.wording(.open)), "isParent": true],
            ])
        page.values["leavesFor"] = .text(course)
        page.values["resizeTo"] = .absent
        return page.response()
    }

    private func leaving(_ visit: LaunchVisit, _ lesson: UUID16, _ progress: CourseProgress) -> String {
        "\(visit.base)lessons/\(lesson)/left?enrolment=\(progress.enrolment.id)"
    }

    /// The state of one lesson, as a page for a small frame that reads itself again and again without any script.
    func lessonState(
        _ visit: LaunchVisit, _ request: Request, _ context: LecternRequestContext
    ) async throws -> Response {
        let lesson = try context.parameters.identifier("lesson")
        let content = try await progress(visit, request)
        guard let entry = content.progress.modules.flatMap(\.lessons).first(where: { $0.lesson.id == lesson }) else {
            throw ServiceError(.notFound, "There is no such lesson.")
        }
        let state = LessonStateView(entry.result, wording: visit.wording, zone: content.progress.cohort.zone.name)
        var page = visit.page(
            "lesson-state", title: visit.wording(.lessonState),
            values: ["tick": .text(state.tick), "state": .text(state.text)])
        page.bodyClass = "bare"
        page.scripts = []
        page.values["resizeTo"] = .absent
        page.refreshAfter = entry.result.isMet ? nil : Self.stateEvery
        return page.response()
    }

    private func progress(_ visit: LaunchVisit, _ request: Request) async throws -> CoursePageContent {
        guard let person = visit.session.person, let enrolment = visit.session.enrolment else {
            throw ServiceError(.forbidden, visit.wording(.notEnrolledText))
        }
        return try await ReadCoursePage(services).run(
            tenant: visit.session.tenant, person: person, enrolment: enrolment, chosen: try chosen(request))
    }

    private func courseURL(_ visit: LaunchVisit, _ progress: CourseProgress) -> String {
        progress.enrolment.id == visit.session.enrolment
            ? visit.base : visit.base + "?enrolment=\(progress.enrolment.id)"
    }

    private func chosen(_ request: Request) throws -> UUID16? {
        guard let text = request.uri.queryParameters["enrolment"] else { return nil }
        guard let id = UUID16(String(text)) else { throw ServiceError(.notFound, "There is no such enrolment.") }
        return id
    }

    /// A link without a cohort isn't set up; with one, the cohort takes nobody now.
    private func notIn(_ visit: LaunchVisit) -> Response {
        let isSetUp = visit.session.cohort != nil
        let (heading, text): (TextKey, TextKey) =
            isSetUp ? (.notEnrolled, .notEnrolledText) : (.notSetUp, .notSetUpText)
        return visit.page(
            "message", title: visit.wording(heading),
            values: ["heading": .text(visit.wording(heading)), "text": .text(visit.wording(text))]
        ).response()
    }
}

extension Parameters {
    /// An id in the path.
    /// - Throws: `notFound` when it isn't one.
    package func identifier(_ name: String) throws -> UUID16 {
        guard let id = get(name).flatMap({ UUID16($0) }) else {
            throw ServiceError(.notFound, "There is no such page.")
        }
        return id
    }
}

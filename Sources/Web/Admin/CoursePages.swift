import Access
import Cohorts
import Content
import Hummingbird
import Texts
import Values
import Workflows

/// Courses: the list, a new one, one with its modules, lessons and cohorts.
func addCoursePages(to routes: StaffRoutes) {
    let pages = CoursePages(services: routes.services)
    routes.page("courses") { visit, _, _ in try await pages.list(visit) }
    routes.page("courses/:course") { visit, _, context in
        try await pages.course(visit, try context.parameters.identifier("course"))
    }
    routes.form("courses") { visit, form, _ in try await pages.create(visit, form) }
    routes.form("courses/:course/modules") { visit, form, context in
        try await pages.addModule(visit, form, try context.parameters.identifier("course"))
    }
    routes.form("courses/:course/lessons") { visit, form, context in
        try await pages.addLesson(visit, form, try context.parameters.identifier("course"))
    }
}

struct CoursePages: Sendable {
    let services: Services

    func list(_ visit: StaffVisit, _ error: ServiceError? = nil, _ sent: FormBody? = nil) async throws -> Page {
        let wording = visit.wording
        let courses = try await ReadCourses(services).list(for: visit.principal)
        let table = Table(
            wording(.navCourses),
            columns: [wording(.titleField), wording(.courseCode), wording(.groups), wording(.learners)],
            rows: courses.map { course, cohorts in
                [
                    .link(course.title, "/admin/courses/\(course.id)"), .code(course.code),
                    .number(cohorts.count, wording), .number(cohorts.reduce(0) { $0 + $1.learners }, wording),
                ]
            }, whenEmpty: wording(.noCourses))
        var blocks: [Block] = [.table(table)]
        if visit.principal.may(.manageCourses) {
            blocks += [.heading(wording(.newCourse))] + visit.blocks(of: newCourse(visit), after: error, sent)
        }
        return visit.page(wording(.navCourses), blocks, current: .courses)
    }

    func create(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        do {
            let language = Language(tag: form["language"]) ?? .en
            let new = NewCourse(code: form["code"], title: form["title"], language: language.rawValue)
            let course = try await SaveCourse(services).create(new, by: visit.principal)
            return Page.seeOther("/admin/courses/\(course.id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await list(visit, error, form).response(after: error)
        }
    }

    func course(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let content = try await ReadCourses(services).run(id, for: visit.principal)
        let view = CourseAdminView(content: content, visit: visit, now: services.world.now())
        return visit.page(
            content.course.title, view.blocks(after: error, sent), current: .courses,
            up: (visit.wording(.navCourses), "/admin/courses"))
    }

    func addModule(_ visit: StaffVisit, _ form: FormBody, _ course: UUID16) async throws -> Response {
        try await changing(visit, form, course) {
            try await SaveCourse(services).addModule(form["title"], to: course, by: visit.principal)
        }
    }

    func addLesson(_ visit: StaffVisit, _ form: FormBody, _ course: UUID16) async throws -> Response {
        try await changing(visit, form, course) {
            guard let item = UUID16(form["item"]), let module = UUID16(form["module"]) else {
                throw ServiceError(
                    .unprocessable, visit.wording(.faultsInForm),
                    faults: [.init("item", visit.wording(form["item"].isEmpty ? .lessonNeedsPackage : .chooseOne))])
            }
            try await SaveCourse(services).addLesson(
                item: item, title: form["lesson_title"], isRequired: form.isPresent("required"), to: module,
                by: visit.principal)
        }
    }

    private func changing(
        _ visit: StaffVisit, _ form: FormBody, _ course: UUID16, _ change: () async throws -> Void
    ) async throws -> Response {
        do {
            try await change()
            return Page.seeOther("/admin/courses/\(course)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await self.course(visit, course, error, form).response(after: error)
        }
    }

    private func newCourse(_ visit: StaffVisit) -> FormView {
        let wording = visit.wording
        let languages = Language.allCases.map { (value: $0.rawValue, label: $0.ownName) }
        return visit.form(
            "/admin/courses", .newCourse,
            [
                Field("title", wording(.titleField), isRequired: true),
                Field("code", wording(.courseCode), help: wording(.courseCodeHelp), isRequired: true),
                Field("language", wording(.languageField), .choice(languages)),
            ])
    }
}

extension StaffVisit {
    /// A form, after a refused try with a note above and the faults at their fields.
    func blocks(of form: FormView, after error: ServiceError?, _ sent: FormBody?) -> [Block] {
        guard let error, let sent else { return [.form(form)] }
        return [
            .note(kind: "bad", text: error.message, faults: form.homeless(error)),
            .form(form.refused(error, keeping: sent)),
        ]
    }
}

extension Page {
    /// The page with the status of the error that it shows.
    func response(after error: ServiceError) -> Response {
        var page = self
        page.status = error.code.status
        return page.response()
    }
}

import Access
import Cohorts
import Hummingbird
import LTI
import Texts
import Values
import Workflows

/// Cohorts: a new one, its roster, its settings, the windows of its modules, its members.
func addCohortPages(to routes: StaffRoutes) {
    let pages = CohortPages(services: routes.services)
    routes.page("courses/:course/cohorts/new") { visit, _, context in
        try await pages.new(visit, try context.parameters.identifier("course"))
    }
    routes.form("courses/:course/cohorts") { visit, form, context in
        try await pages.create(visit, form, try context.parameters.identifier("course"))
    }
    routes.page("cohorts/:cohort") { visit, _, context in
        try await pages.roster(visit, try context.parameters.identifier("cohort"))
    }
    routes.page("cohorts/:cohort/settings") { visit, _, context in
        try await pages.settings(visit, try context.parameters.identifier("cohort"))
    }
    routes.form("cohorts/:cohort/settings") { visit, form, context in
        try await pages.update(visit, form, try context.parameters.identifier("cohort"))
    }
    routes.form("cohorts/:cohort/code") { visit, _, context in
        try await pages.code(visit, try context.parameters.identifier("cohort")).response()
    }
    routes.form("cohorts/:cohort/windows") { visit, form, context in
        try await pages.setWindows(visit, form, try context.parameters.identifier("cohort"))
    }
    routes.page("enrolments/:enrolment") { visit, _, context in
        try await pages.learner(visit, try context.parameters.identifier("enrolment"))
    }
    routes.form("enrolments/:enrolment/platform-grades") { visit, _, context in
        try await pages.platformGrades(visit, try context.parameters.identifier("enrolment")).response()
    }
    routes.form("enrolments/:enrolment") { visit, form, context in
        try await pages.changeMember(visit, form, try context.parameters.identifier("enrolment"))
    }
}

struct CohortPages: Sendable {
    let services: Services

    func new(
        _ visit: StaffVisit, _ course: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let content = try await ReadCourses(services).run(course, for: visit.principal)
        let form = CohortForm(visit.wording).view(
            visit, action: "/admin/courses/\(course)/cohorts", .newGroup, for: nil)
        return visit.page(
            visit.wording(.newGroup), visit.blocks(of: form, after: error, sent), current: .courses,
            up: (content.course.title, "/admin/courses/\(course)"))
    }

    func create(_ visit: StaffVisit, _ form: FormBody, _ course: UUID16) async throws -> Response {
        do {
            let new = try CohortForm(visit.wording).newCohort(form)
            let cohort = try await SaveCohort(services).create(new, course: course, by: visit.principal)
            return Page.seeOther("/admin/cohorts/\(cohort.id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await new(visit, course, error, form).response(after: error)
        }
    }

    func roster(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let content = try await ReadRoster(services).run(id, for: try RosterReader(visit.principal))
        let view = RosterView(content: content, wording: visit.wording) { "/admin/enrolments/\($0)" }
        var blocks = view.blocks
        blocks += try await RosterPages(services: services).blocks(visit, cohort: id)
        if visit.principal.may(.manageCohorts) {
            blocks.append(.links([(visit.wording(.settings), "/admin/cohorts/\(id)/settings")]))
            blocks.append(.form(visit.form("/admin/cohorts/\(id)/code", .codeMake, [])))
        }
        return visit.page(
            content.cohort.name, blocks, current: .courses,
            up: (content.course.title, "/admin/courses/\(content.course.id)"))
    }

    /// A code with which a teacher of a platform may use the cohort, shown this once.
    func code(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let content = try await ReadCourses(services).cohort(id, for: visit.principal)
        let code = try await OpenCohort(services).makeCode(for: id, by: visit.principal)
        let wording = visit.wording
        return visit.page(
            wording(.codeMake), [.paragraph(wording(.codeMade)), .facts([(wording(.codeField), .code(code))])],
            current: .courses, up: (content.cohort.name, "/admin/cohorts/\(id)"))
    }

    func settings(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let content = try await ReadCourses(services).cohort(id, for: visit.principal)
        let isWindows = sent?.isPresent("windows") ?? false
        let form = CohortForm(visit.wording).view(
            visit, action: "/admin/cohorts/\(id)/settings", .save, for: content.cohort)
        var blocks = visit.blocks(of: form, after: isWindows ? nil : error, sent)
        if !content.modules.isEmpty {
            let windows = WindowsForm(cohort: content.cohort, modules: content.modules, windows: content.windows)
            blocks += [
                .heading(visit.wording(.schedule)),
                .paragraph(visit.wording(.scheduleHelp, ["zone": content.cohort.zone.name])),
            ]
            blocks += visit.blocks(of: windows.view(visit), after: isWindows ? error : nil, sent)
        }
        return visit.page(
            visit.wording(.settingsOf, ["name": content.cohort.name]), blocks, current: .courses,
            up: (content.cohort.name, "/admin/cohorts/\(id)"))
    }

    func update(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            let change = try CohortForm(visit.wording).change(form)
            try await SaveCohort(services).update(id, change, version: Int64(form["version"]), by: visit.principal)
            return Page.seeOther("/admin/cohorts/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await settings(visit, id, error, form).response(after: error)
        }
    }

    func setWindows(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        let content = try await ReadCourses(services).cohort(id, for: visit.principal)
        do {
            let view = WindowsForm(cohort: content.cohort, modules: content.modules, windows: content.windows)
            try await SaveCohort(services).setWindows(
                try view.windows(form, visit.wording), cohort: id, by: visit.principal)
            return Page.seeOther("/admin/cohorts/\(id)/settings")
        } catch let error as ServiceError where error.isAboutInput {
            return try await settings(visit, id, error, form).response(after: error)
        }
    }

    func learner(_ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil) async throws -> Page {
        let content = try await ReadLearnerCourse(services).run(id, for: try RosterReader(visit.principal))
        var blocks = LearnerView(
            content: content, wording: visit.wording, leadsToStatements: visit.principal.may(.exportStatements)
        ).blocks
        if let error { blocks.insert(.note(kind: "bad", text: error.message), at: 0) }
        if visit.principal.may(.seePersonalData) {
            blocks.append(.links([(visit.wording(.person), "/admin/people/\(content.person)")]))
        }
        blocks.append(.form(visit.form("/admin/enrolments/\(id)/platform-grades", .readPlatformGrades, [])))
        if visit.principal.may(.manageCohorts) {
            let comment = try await CommentScore(services).read(id, for: try RosterReader(visit.principal))
            let forms = GradebookForms(wording: visit.wording, formToken: visit.formToken)
            blocks.append(.form(forms.comment("/admin/enrolments/\(id)/comment", comment)))
            blocks += [.heading(visit.wording(.participation)), .form(memberForm(visit, content.progress.enrolment))]
        }
        let name = PersonWords.name(content.profile, content.person, visit.wording)
        return visit.page(
            name, blocks, current: .courses,
            up: (content.progress.cohort.name, "/admin/cohorts/\(content.progress.cohort.id)"))
    }

    /// What the LMSs' gradebooks say, read at this moment.
    func platformGrades(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let wording = visit.wording
        let grades = try await ReadPlatformGrades(services).run(id, for: try RosterReader(visit.principal))
        let table = Table(
            wording(.platformGrades),
            columns: [wording(.navPlatforms), wording(.links), wording(.score), wording(.details)],
            rows: grades.map { grade in
                [
                    .text(grade.platform), .text(grade.link),
                    .figure(grade.result?.scaled.map { wording.percent($0) } ?? ""),
                    .text(grade.fault ?? grade.result?.comment ?? ""),
                ]
            }, whenEmpty: wording(.none))
        return visit.page(
            wording(.platformGrades), [.paragraph(wording(.platformGradesText)), .table(table)], current: .courses,
            up: (wording(.participation), "/admin/enrolments/\(id)"))
    }

    func changeMember(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            guard let status = EnrolmentStatus(rawValue: form["status"]) else {
                throw ServiceError(.unprocessable, visit.wording(.chooseOne))
            }
            let reason = form["reason"].isEmpty ? nil : String(form["reason"].prefix(500))
            _ = try await SaveCohort(services).changeMember(id, to: status, reason: reason, by: visit.principal)
            return Page.seeOther("/admin/enrolments/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await learner(visit, id, error).response(after: error)
        }
    }

    private func memberForm(_ visit: StaffVisit, _ enrolment: Enrolment) -> FormView {
        let wording = visit.wording
        let words: [(EnrolmentStatus, TextKey)] = [
            (.active, .statusActive), (.paused, .statusPaused), (.dropped, .statusDropped),
        ]
        let options = words.filter { enrolment.status.mayBecome($0.0) }.map {
            (value: $0.0.rawValue, label: wording($0.1))
        }
        return visit.form(
            "/admin/enrolments/\(enrolment.id)", .save,
            [Field("status", wording(.status), .choice(options)), Field("reason", wording(.reason))])
    }
}

import Access
import Cohorts
import Connections
import HTTPTypes
import Hummingbird
import Texts
import Values
import Workflows

/// Adds the pages of an instructor's visit below `/learn/<handle>/staff`.
func addInstructorRoutes(
    to learn: RouterGroup<LecternRequestContext>, gate: LaunchGate, services: Services
) {
    let pages = InstructorPages(services)
    learn.get("staff") { request, context in try await gate.open(request, context) { try await pages.roster($0) } }
    learn.post("staff/setup") { request, context in
        try await gate.form(request, context) { try await pages.setUp($0, $1) }
    }
    learn.post("staff/copies/:offer") { request, context in
        try await gate.form(request, context) { try await pages.answerOffer($0, $1, context) }
    }
    learn.post("staff/code") { request, context in
        try await gate.form(request, context) { try await pages.useCode($0, $1) }
    }
    let rosters = RosterSyncPages(services)
    learn.post("staff/sync") { request, context in
        try await gate.form(request, context) { visit, _ in try await rosters.sync(visit) }
    }
    learn.post("staff/lessons/:lesson") { request, context in
        try await gate.form(request, context) { visit, _ in try await pages.preview(visit, context) }
    }
    learn.post("staff/learners/:enrolment/comment") { request, context in
        try await gate.form(request, context) { try await pages.comment($0, $1, context) }
    }
    learn.get("staff/learners/:enrolment") { request, context in
        try await gate.open(request, context) { try await pages.learner($0, context) }
    }
}

/// The pages of an instructor's visit: choosing where an unbound link leads, the roster, and one learner.
struct InstructorPages: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// The roster of the link's cohort; while the link leads nowhere, the page to choose.
    func roster(_ visit: LaunchVisit) async throws -> Response {
        if let door = try door(visit) { return door }
        guard let reader = try reader(visit) else {
            guard visit.session.mayBuild else { return notYours(visit) }
            return try await choice(visit).response()
        }
        let content = try await ReadRoster(services).run(reader.cohort, for: reader.reader)
        let base = visit.base
        let view = RosterView(content: content, wording: visit.wording) { "\(base)staff/learners/\($0)" }
        let platform = try await RosterSyncPages(services).blocks(visit)
        let blocks =
            try await CopyOfferPages(services).blocks(visit) + view.blocks + platform + [
                .heading(visit.wording(.previewLessons)), .table(lessons(content, visit)),
            ]
        return page(visit, content.course.title + " · " + content.cohort.name, blocks).response()
    }

    /// Opens a lesson for looking around; nothing is recorded (COH-ACC-06).
    func preview(_ visit: LaunchVisit, _ context: LecternRequestContext) async throws -> Response {
        try requireStaff(visit)
        guard let reader = try reader(visit), let person = visit.session.person else { throw forbidden(visit) }
        let lesson = try context.parameters.identifier("lesson")
        let content = try await ReadRoster(services).lessons(of: reader.cohort, for: reader.reader)
        guard let found = content.first(where: { $0.id == lesson }) else {
            throw ServiceError(.notFound, visit.wording(.errorNotFound))
        }
        let backTo = visit.base + "staff"
        let opened = try await OpenLesson(services).run(
            LessonOpening(
                tenant: visit.session.tenant, person: person, enrolment: nil, lesson: lesson,
                handle: visit.session.handle, returnURL: services.settings.publicURL + backTo,
                language: visit.wording.language.rawValue))
        let player = PlayerPage(
            lesson: found, contentURL: opened.url, isFramed: !opened.opensOwnWindow, isReview: true, backTo: backTo,
            stateURL: nil)
        return player.page(visit).response()
    }

    private func lessons(_ content: RosterContent, _ visit: LaunchVisit) -> Table {
        let wording = visit.wording
        let rows = content.lessons.filter { $0.item != nil }.map { lesson -> [Cell] in
            let path = "\(visit.base)staff/lessons/\(lesson.id)"
            return [.text(lesson.title), .button(wording(.lookAgain), action: path, formToken: visit.formToken)]
        }
        return Table(
            wording(.previewLessons), columns: [wording(.lessonField), ""], rows: rows, whenEmpty: wording(.courseEmpty)
        )
    }

    /// One learner, with the "why" of each tick.
    func learner(_ visit: LaunchVisit, _ context: LecternRequestContext) async throws -> Response {
        if let door = try door(visit) { return door }
        guard let reader = try reader(visit) else { return Page.seeOther(visit.base + "staff") }
        let content = try await ReadLearnerCourse(services).run(
            try context.parameters.identifier("enrolment"), for: reader.reader)
        let name = PersonWords.name(content.profile, content.person, visit.wording)
        let id = content.progress.enrolment.id
        let forms = GradebookForms(wording: visit.wording, formToken: visit.formToken)
        let comment = forms.comment(
            "\(visit.base)staff/learners/\(id)/comment",
            try await CommentScore(services).read(id, for: reader.reader))
        var page = page(
            visit, name, LearnerView(content: content, wording: visit.wording).blocks + [.form(comment)])
        page.values["up"] = ["href": .text(visit.base + "staff"), "label": .text(visit.wording(.rosterCaption))]
        return page.response()
    }

    /// Keeps what the instructor wrote for the gradebook.
    func comment(_ visit: LaunchVisit, _ form: FormBody, _ context: LecternRequestContext) async throws -> Response {
        try requireStaff(visit)
        guard let reader = try reader(visit) else { throw forbidden(visit) }
        let id = try context.parameters.identifier("enrolment")
        try await CommentScore(services).write(form["comment"], id, by: reader.reader)
        return Page.seeOther("\(visit.base)staff/learners/\(id)")
    }

    /// Leads the link where the instructor says.
    func setUp(_ visit: LaunchVisit, _ form: FormBody) async throws -> Response {
        try requireStaff(visit)
        do {
            try await ChooseCohort(services).run(try answer(form, visit.wording), session: visit.session)
        } catch let error as ServiceError where error.code == .unprocessable || error.code == .conflict {
            var page = try await choice(visit, error, form)
            page.status = error.code.status
            return page.response()
        }
        return Page.seeOther(visit.base + "staff")
    }

    /// Sets a group up for the copied course, or leaves things as they are.
    func answerOffer(_ visit: LaunchVisit, _ form: FormBody, _ context: LecternRequestContext) async throws -> Response
    {
        try requireStaff(visit)
        let offers = CopyOfferPages(services)
        do {
            try await offers.answer(visit, form, try context.parameters.identifier("offer"))
        } catch let error as ServiceError where error.isAboutInput {
            let blocks = try await offers.blocks(visit, after: error, form)
            var page = page(visit, visit.wording(.copyOffer), blocks)
            page.status = error.code.status
            return page.response()
        }
        return Page.seeOther(visit.base + "staff")
    }

    /// Opens a cohort of others to the platform's course, and shows it among those to choose from.
    func useCode(_ visit: LaunchVisit, _ form: FormBody) async throws -> Response {
        try requireStaff(visit)
        do {
            try await OpenCohort(services).redeem(form["code"], session: visit.session)
        } catch let error as ServiceError where error.code == .unprocessable {
            var page = try await choice(visit, isWrongCode: true)
            page.status = error.code.status
            return page.response()
        }
        return Page.seeOther(visit.base + "staff")
    }

    /// For assistants, at a link that leads nowhere yet.
    private func notYours(_ visit: LaunchVisit) -> Response {
        page(
            visit, visit.wording(.notSetUp), [.note(kind: "warn", text: visit.wording(.setUpNotYours))]
        ).response()
    }

    private func answer(_ form: FormBody, _ wording: Wording) throws -> ChooseCohort.Answer {
        if let cohort = UUID16(form["cohort"]) { return .existing(cohort) }
        guard let course = UUID16(form["course"]) else {
            let fault = ServiceError.Fault("cohort", wording(.chooseOne))
            throw ServiceError(.unprocessable, wording(.chooseOne), faults: [fault])
        }
        return .new(course: course, name: form["name"])
    }

    private func choice(
        _ visit: LaunchVisit, _ error: ServiceError? = nil, _ sent: FormBody? = nil, isWrongCode: Bool = false
    ) async throws -> Page {
        let choice = try await ChooseCohort(services).choice(for: visit.session)
        let view = CohortChoiceView(
            choice: choice, wording: visit.wording, action: visit.base + "staff/setup", formToken: visit.formToken)
        let code = CohortCodeForm(
            base: visit.base + "staff/code", formToken: visit.formToken, wording: visit.wording)
        let offers = try await CopyOfferPages(services).blocks(visit)
        return page(
            visit, visit.wording(.setUpTitle),
            offers + view.blocks(after: error, sent) + code.blocks(isWrong: isWrongCode))
    }

    private func page(_ visit: LaunchVisit, _ title: String, _ blocks: [Block]) -> Page {
        var page = visit.page("staff", title: title)
        page.bodyClass = "wide"
        page.values["blocks"] = Block.values(blocks, below: title)
        return page
    }

    private func reader(_ visit: LaunchVisit) throws -> (reader: RosterReader, cohort: UUID16)? {
        guard let cohort = visit.session.cohort else { return nil }
        guard let person = visit.session.person else { throw forbidden(visit) }
        return (RosterReader(tenant: visit.session.tenant, instructor: person, cohort: cohort), cohort)
    }

    /// Staff pages need a cookie (design D16): where none can be kept, the way to a window of its own.
    private func door(_ visit: LaunchVisit) throws -> Response? {
        guard visit.session.isStaff else { throw forbidden(visit) }
        guard let token = visit.headerToken else { return nil }
        return LaunchEntryPage.response(
            session: visit.session, token: token, settings: services.settings, language: visit.wording.language)
    }

    private func requireStaff(_ visit: LaunchVisit) throws {
        guard visit.session.isStaff, visit.headerToken == nil else { throw forbidden(visit) }
    }

    private func forbidden(_ visit: LaunchVisit) -> ServiceError {
        ServiceError(.forbidden, visit.wording(.errorForbidden))
    }
}

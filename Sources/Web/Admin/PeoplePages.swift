import Access
import Cohorts
import Hummingbird
import Privacy
import Texts
import Values
import Workflows

/// People: looked up by what they are exactly known by.
func addPeoplePages(to routes: StaffRoutes) {
    let pages = PeoplePages(services: routes.services)
    routes.page("people") { visit, _, _ in try pages.search(visit) }
    routes.form("people") { visit, form, _ in try await pages.find(visit, form) }
    routes.page("people/:person") { visit, _, context in
        try await pages.person(visit, try context.parameters.identifier("person"))
    }
}

struct PeoplePages: Sendable {
    let services: Services

    func search(_ visit: StaffVisit, notFound: String? = nil) throws -> Page {
        try visit.principal.require(.seePersonalData)
        let wording = visit.wording
        let form = visit.form(
            "/admin/people", .search,
            [
                Field(
                    "text", wording(.knownBy), .input("search"), value: notFound ?? "", help: wording(.knownByHelp),
                    isRequired: true)
            ])
        var blocks: [Block] = [.form(form)]
        if visit.principal.may(.answerDataRequests) {
            blocks.append(.links([(wording(.dataRequests), "/admin/requests")]))
        }
        if notFound != nil { blocks.append(.note(kind: "warn", text: wording(.nobodyFound))) }
        return visit.page(wording(.navPeople), blocks, current: .people)
    }

    /// Posted, so that what was searched for stands in no log and no history.
    func find(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        let text = form["text"]
        guard let person = try await ReadPeople(services).find(text, by: visit.principal) else {
            return try search(visit, notFound: text).response()
        }
        return Page.seeOther("/admin/people/\(person)")
    }

    func person(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let wording = visit.wording
        let content = try await ReadPeople(services).run(id, by: visit.principal)
        let facts: [(label: String, cell: Cell)] = [
            (wording(.email), .text(content.profile.email ?? "")),
            (wording(.accountName), .code(content.person.accountName)),
            (wording(.enqueuedAt), .moment(content.person.createdAt, wording)),
            (wording(.erasedAt), .moment(content.person.erasedAt, wording)),
        ]
        return visit.page(
            PersonWords.name(content.profile, id, wording),
            [.facts(facts), .table(enrolments(content, wording)), .table(identifiers(content, wording))]
                + requests(visit, content.person),
            current: .people, up: (wording(.navPeople), "/admin/people"))
    }

    /// What a privacy officer can do for the person.
    private func requests(_ visit: StaffVisit, _ person: Person) -> [Block] {
        guard visit.principal.may(.answerDataRequests), person.erasedAt == nil else { return [] }
        let wording = visit.wording
        var erasure = visit.form(
            "/admin/people/\(person.id)/erasure", .askErasure,
            [Field("ground", wording(.ground), .choice(RequestView.grounds(wording)))])
        erasure.isDangerous = true
        return [
            .heading(wording(.dataRequests)), .paragraph(wording(.privacyPackageText)),
            .form(visit.form("/admin/people/\(person.id)/package", .privacyPackage, [])),
            .paragraph(wording(.askErasureText)), .form(erasure),
        ]
    }

    private func enrolments(_ content: PersonContent, _ wording: Wording) -> Table {
        Table(
            wording(.enrolments),
            columns: [wording(.course), wording(.groupField), wording(.status), wording(.enrolledOn)],
            rows: content.enrolments.map { enrolment, course, cohort in
                [
                    .link(course.title, "/admin/enrolments/\(enrolment.id)"), .text(cohort.name),
                    StateWords.badge(enrolment.status, wording), .moment(enrolment.enrolledAt, wording),
                ]
            }, whenEmpty: wording(.none))
    }

    private func identifiers(_ content: PersonContent, _ wording: Wording) -> Table {
        Table(
            wording(.identifiers),
            columns: [wording(.kindField), wording(.identifier), wording(.source), wording(.addedAt)],
            rows: content.identifiers.map { known in
                [
                    .code(known.identifier.kind), .code(known.identifier.text), .code(known.source),
                    .moment(known.addedAt, wording),
                ]
            }, whenEmpty: wording(.none))
    }
}

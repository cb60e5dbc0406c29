import Access
import Cohorts
import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// One link of a platform: where it leads, and a way to lead it elsewhere.
func addLinkPages(to routes: StaffRoutes) {
    let pages = LinkPages(services: routes.services)
    routes.page("links/:link") { visit, _, context in
        try await pages.show(visit, try context.parameters.identifier("link"))
    }
    routes.form("links/:link") { visit, form, context in
        try await pages.lead(visit, form, try context.parameters.identifier("link"))
    }
}

struct LinkPages: Sendable {
    let services: Services

    private static let nowhere = "nowhere"

    /// Only the word itself leads the link nowhere: running visits end with it.
    func lead(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            let cohort = UUID16(form["cohort"])
            guard cohort != nil || form["cohort"] == Self.nowhere else {
                throw ServiceError(
                    .unprocessable, visit.wording(.faultsInForm),
                    faults: [.init("cohort", visit.wording(.chooseOne))])
            }
            try await LeadLink(services).run(id, to: cohort, by: visit.principal)
            return Page.seeOther("/admin/links/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await show(visit, id, error, form).response(after: error)
        }
    }

    func show(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let wording = visit.wording
        let content = try await LeadLink(services).content(id, for: visit.principal)
        let link = content.link
        let leads: Cell =
            content.present.map { .link(Self.name($0.course, $0.cohort), "/admin/cohorts/\($0.cohort.id)") }
            ?? .badge(wording(.launchNotSetUp), kind: "warn")
        var blocks: [Block] = [
            .facts([
                (wording(.contextField), .text(link.contextTitle ?? link.contextID ?? "")),
                (wording(.groupField), leads), (wording(.lastLaunch), .moment(link.launchedAt, wording)),
            ])
        ]
        if visit.principal.may(.manageCohorts) {
            blocks += [.heading(wording(.linkLead)), .paragraph(wording(.linkLeadText))]
            blocks += visit.blocks(of: form(visit, content), after: error, sent)
        }
        return visit.page(
            link.title ?? link.linkID, blocks, current: .platforms,
            up: (wording(.links), "/admin/platforms/\(link.registration)"))
    }

    private func form(_ visit: StaffVisit, _ content: LeadLinkContent) -> FormView {
        var cohorts = content.courses.flatMap { course, cohorts in
            cohorts.map { (value: $0.id.description, label: Self.name(course, $0)) }
        }
        if let (course, cohort) = content.present, !cohorts.contains(where: { $0.value == cohort.id.description }) {
            cohorts.insert((cohort.id.description, Self.name(course, cohort)), at: 0)
        }
        let nowhere = (value: Self.nowhere, label: visit.wording(.linkNowhere))
        var form = visit.form(
            "/admin/links/\(content.link.id)", .save,
            [
                Field(
                    "cohort", visit.wording(.groupField), .choice([nowhere] + cohorts),
                    value: content.link.cohort?.description ?? Self.nowhere)
            ])
        form.isDangerous = true
        return form
    }

    private static func name(_ course: Course, _ cohort: Cohort) -> String { course.title + " · " + cohort.name }
}

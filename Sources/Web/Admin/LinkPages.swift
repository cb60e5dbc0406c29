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
        let id = try context.parameters.identifier("link")
        try await LeadLink(pages.services).run(id, to: UUID16(form["cohort"]), by: visit.principal)
        return Page.seeOther("/admin/links/\(id)")
    }
}

struct LinkPages: Sendable {
    let services: Services

    func show(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let wording = visit.wording
        let content = try await LeadLink(services).content(id, for: visit.principal)
        let link = content.link
        let leads: Cell =
            link.cohort.map { .link(wording(.open), "/admin/cohorts/\($0)") }
            ?? .badge(wording(.launchNotSetUp), kind: "warn")
        var blocks: [Block] = [
            .facts([
                (wording(.contextField), .text(link.contextTitle ?? link.contextID ?? "")),
                (wording(.groupField), leads), (wording(.lastLaunch), .moment(link.launchedAt, wording)),
            ])
        ]
        if visit.principal.may(.manageCohorts) {
            blocks += [
                .heading(wording(.linkLead)), .paragraph(wording(.linkLeadText)), .form(form(visit, content)),
            ]
        }
        return visit.page(
            link.title ?? link.linkID, blocks, current: .platforms,
            up: (wording(.links), "/admin/platforms/\(link.registration)"))
    }

    private func form(_ visit: StaffVisit, _ content: LeadLinkContent) -> FormView {
        let cohorts = content.courses.flatMap { course, cohorts in
            cohorts.map { (value: $0.id.description, label: course.title + " · " + $0.name) }
        }
        let nowhere = (value: "nowhere", label: visit.wording(.linkNowhere))
        var form = visit.form(
            "/admin/links/\(content.link.id)", .save,
            [
                Field(
                    "cohort", visit.wording(.groupField), .choice([nowhere] + cohorts),
                    value: content.link.cohort?.description ?? "nowhere")
            ])
        form.isDangerous = true
        return form
    }
}

import Access
import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// Columns in platforms' gradebooks, and what staff write beside a learner's score.
func addGradebookPages(to routes: StaffRoutes) {
    let services = routes.services
    routes.form("platforms/:platform/links/:link/line-item") { visit, form, context in
        let platform = try context.parameters.identifier("platform")
        let link = try context.parameters.identifier("link")
        let change = ChangeGradebook(services)
        if form["wanted"] == "1" {
            try await change.restoreLineItem(of: link, platform: platform, by: visit.principal)
        } else if form["confirmed"] == "1" {
            try await change.removeLineItem(of: link, platform: platform, by: visit.principal)
        } else {
            return try await GradebookForms(wording: visit.wording, formToken: visit.formToken)
                .question(visit, link, platform, services).response()
        }
        return Page.seeOther("/admin/platforms/\(platform)")
    }
    routes.form("enrolments/:enrolment/comment") { visit, form, context in
        let id = try context.parameters.identifier("enrolment")
        try visit.principal.require(.manageCohorts)
        do {
            try await CommentScore(services).write(form["comment"], id, by: try RosterReader(visit.principal))
            return Page.seeOther("/admin/enrolments/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await CohortPages(services: services).learner(visit, id, error).response(after: error)
        }
    }
}

/// The form for what stands beside a learner's score in the platform's gradebook.
struct GradebookForms {
    let wording: Wording
    let formToken: String

    func comment(_ action: String, _ text: String?) -> FormView {
        FormView(
            action: action, submit: wording(.save), formToken: formToken,
            fields: [
                Field(
                    "comment", wording(.gradebookComment), .area, value: text ?? "",
                    help: wording(.gradebookCommentHelp))
            ])
    }

    /// The columns of a platform's links; ours can be removed, and made again.
    func columns(of links: [ResourceLink], platform: UUID16) -> Table {
        Table(
            wording(.gradebookColumns),
            columns: [wording(.titleField), wording(.status), wording(.points), ""],
            rows: links.filter { $0.lineItemURL != nil || $0.ownLineItem != nil }.map { link in
                [
                    .text(link.title ?? link.linkID), .text(wording(state(of: link))),
                    .figure(link.ownLineItem?.maximum.map { wording.number(Int($0.rounded())) } ?? ""),
                    button(link, platform),
                ]
            }, whenEmpty: wording(.noGradebookColumns))
    }

    /// Names the column and its platform before it goes.
    func question(_ visit: StaffVisit, _ id: UUID16, _ platform: UUID16, _ services: Services) async throws -> Page {
        let (registration, _, links) = try await ReadPlatforms(services).run(platform, for: visit.principal)
        guard let link = links.first(where: { $0.id == id }) else {
            throw ServiceError(.notFound, wording(.errorNotFound))
        }
        return visit.question(
            wording(.columnOffTitle, ["name": link.title ?? link.linkID]),
            wording(.columnOffText, ["platform": registration.name]),
            action: "/admin/platforms/\(platform)/links/\(id)/line-item", .removeColumn, [],
            up: (registration.name, "/admin/platforms/\(platform)"))
    }

    private func state(of link: ResourceLink) -> TextKey {
        if link.lineItemURL != nil { return .columnOfPlatform }
        switch link.ownLineItem?.origin {
        case .made: return .columnMade
        case .removed: return .columnRemoved
        case .found, nil: return .columnOfPlatform
        }
    }

    private func button(_ link: ResourceLink, _ platform: UUID16) -> Cell {
        let action = "/admin/platforms/\(platform)/links/\(link.id)/line-item"
        switch link.ownLineItem?.origin {
        case .made where link.ownLineItem?.url != nil:
            return .button(wording(.removeColumn), action: action, formToken: formToken, fields: [])
        case .removed:
            return .button(wording(.restoreColumn), action: action, formToken: formToken, fields: [("wanted", "1")])
        default: return .text("")
        }
    }
}

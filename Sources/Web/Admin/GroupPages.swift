import Cohorts
import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// The groups of a platform's course, and the groups of ours that they drive.
func addGroupPages(to routes: StaffRoutes) {
    let pages = GroupPages(services: routes.services)
    routes.page("platforms/:platform/links/:link/groups") { visit, _, context in
        try await pages.show(
            visit, try context.parameters.identifier("platform"), try context.parameters.identifier("link"))
    }
    routes.form("platforms/:platform/links/:link/groups/read") { visit, _, context in
        try await pages.read(
            visit, try context.parameters.identifier("platform"), try context.parameters.identifier("link"))
    }
    routes.form("platforms/:platform/links/:link/groups") { visit, form, context in
        try await pages.lead(
            visit, form, try context.parameters.identifier("platform"), try context.parameters.identifier("link"))
    }
}

struct GroupPages: Sendable {
    let services: Services

    /// A link's way to the page; nil where the platform lists no groups.
    static func path(_ link: ResourceLink) -> String? {
        link.groupsURL == nil || link.cohort == nil
            ? nil : "/admin/platforms/\(link.registration)/links/\(link.id)/groups"
    }

    func show(
        _ visit: StaffVisit, _ platform: UUID16, _ link: UUID16, _ error: ServiceError? = nil
    ) async throws -> Page {
        let content = try await LeadGroups(services).content(link: link, platform: platform, for: visit.principal)
        let wording = visit.wording
        let path = Self.path(content.link) ?? ""
        var blocks: [Block] = [.paragraph(wording(.platformGroupsText))]
        if let error { blocks.append(.note(kind: "bad", text: error.message)) }
        blocks.append(.form(visit.form(path + "/read", .readGroups, [])))
        if content.groups.isEmpty {
            blocks.append(.paragraph(wording(.noPlatformGroups)))
        } else {
            blocks += [.form(form(visit, content, path))] + sets(visit, content, path).map(Block.form)
        }
        return visit.page(
            wording(.platformGroupsOf, ["course": content.course.title]), blocks, current: .platforms,
            up: (wording(.navPlatforms), "/admin/platforms/\(platform)"))
    }

    private func form(_ visit: StaffVisit, _ content: CourseGroupsContent, _ path: String) -> FormView {
        let wording = visit.wording
        let cohorts = content.cohorts.map { (value: $0.id.description, label: $0.name) }
        let options = [(value: "", label: wording(.none)), (value: "own", label: wording(.groupOwnName))] + cohorts
        let fields = content.groups.enumerated().map { number, group in
            Field(
                "group-\(number)", [group.setName, group.name].compactMap { $0 }.joined(separator: " · "),
                .choice(options), value: group.cohort?.description ?? "")
        }
        var form = visit.form(path, .save, fields)
        form.hidden = content.groups.enumerated().map { ("id-\($0)", $1.id) }
        return form
    }

    /// For each set a button that gives every group of it a group of ours with the same name.
    private func sets(_ visit: StaffVisit, _ content: CourseGroupsContent, _ path: String) -> [FormView] {
        let bySet = Dictionary(grouping: content.groups.filter { $0.setID != nil }) { $0.setID ?? "" }
        return bySet.sorted { $0.key < $1.key }.map { set, groups in
            var form = visit.form(path, .save, [])
            form.submit = visit.wording(.groupsOfSet, ["set": groups.first?.setName ?? set])
            form.hidden = [("set", set)]
            return form
        }
    }

    func read(_ visit: StaffVisit, _ platform: UUID16, _ link: UUID16) async throws -> Response {
        do {
            try await LeadGroups(services).read(link: link, platform: platform, by: visit.principal)
        } catch let error as ServiceError where error.code == .badGateway || error.isAboutInput {
            return try await show(visit, platform, link, error).response(after: error)
        }
        return Page.seeOther("/admin/platforms/\(platform)/links/\(link)/groups")
    }

    func lead(_ visit: StaffVisit, _ form: FormBody, _ platform: UUID16, _ link: UUID16) async throws -> Response {
        let lead = LeadGroups(services)
        let content = try await lead.content(link: link, platform: platform, for: visit.principal)
        do {
            try await lead.lead(targets(form, content), link: link, platform: platform, by: visit.principal)
        } catch let error as ServiceError where error.isAboutInput {
            return try await show(visit, platform, link, error).response(after: error)
        }
        return Page.seeOther("/admin/platforms/\(platform)/links/\(link)/groups")
    }

    private func targets(_ form: FormBody, _ content: CourseGroupsContent) -> [String: LeadGroups.Target] {
        if form.isPresent("set") {
            let groups = content.groups.filter { $0.setID == form["set"] }
            return Dictionary(groups.map { ($0.id, .ownName) }) { first, _ in first }
        }
        var targets: [String: LeadGroups.Target] = [:]
        for number in content.groups.indices where form.isPresent("id-\(number)") {
            let answer = form["group-\(number)"]
            let target: LeadGroups.Target
            if answer == "own" {
                target = .ownName
            } else if let cohort = UUID16(answer) {
                target = .cohort(cohort)
            } else {
                target = .none
            }
            targets[form["id-\(number)"]] = target
        }
        return targets
    }
}

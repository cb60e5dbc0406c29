import Connections
import Texts
import Values
import Workflows

/// One platform with all that staff see and decide of it.
struct PlatformView: Sendable {
    let services: Services
    let visit: StaffVisit
    private var wording: Wording { visit.wording }

    init(services: Services, visit: StaffVisit) {
        self.services = services
        self.visit = visit
    }

    func page(of id: UUID16, _ error: ServiceError?, _ sent: FormBody?) async throws -> Page {
        let (platform, deployments, links) = try await ReadPlatforms(services).run(id, for: visit.principal)
        let origin = try await ReadPlatforms(services).origin(id, for: visit.principal)
        let test = visit.form("/admin/platforms/\(id)/test", .testPlatform, [])
        var toggle = visit.form("/admin/platforms/\(id)/active", platform.isActive ? .switchOff : .switchOn, [])
        toggle.hidden = [("active", platform.isActive ? "0" : "1")]
        toggle.isDangerous = platform.isActive
        var blocks: [Block] = [
            .facts(PlatformSettingsForm(wording: wording).facts(of: platform) + Self.facts(of: origin, wording)),
            .links([
                (wording(.platformSettings), "/admin/platforms/\(id)/settings"),
                (wording(.noticesTitle), "/admin/platforms/\(id)/notices"),
                (wording(.navOutbox), "/admin/outbox?platform=\(id)"),
            ]),
            .form(test),
        ]
        if let error, sent == nil { blocks.insert(.note(kind: "bad", text: error.message), at: 0) }
        if origin.updateURL != nil {
            blocks.append(.form(visit.form("/admin/platforms/\(id)/reconfigure", .reconfigure, [])))
        }
        let columns = GradebookForms(wording: wording, formToken: visit.formToken).columns(of: links, platform: id)
        blocks += [
            .table(deploymentTable(deployments, id)), .table(linkTable(links)), .table(columns),
            .table(placedTable(try await ReadPlatforms(services).placed(id, for: visit.principal))),
            .heading(wording(.platformServices)),
        ]
        let settings = PlatformServicesForm(wording: wording).view(visit, platform)
        let isFrames = sent?.isPresent("frames") ?? false
        blocks += visit.blocks(of: settings, after: isFrames ? nil : error, sent)
        blocks += PlatformKeysView(visit: visit, url: services.settings.keysURL(of: id)).blocks(of: platform)
        blocks += visit.blocks(of: frames(of: platform), after: isFrames ? error : nil, sent)
        blocks.append(.form(toggle))
        return visit.page(
            platform.name, blocks, current: .platforms, up: (wording(.navPlatforms), "/admin/platforms"))
    }

    private func frames(of platform: Registration) -> FormView {
        let field = Field(
            "frames", wording(.frameSources), value: platform.frameSources.joined(separator: " "),
            help: wording(.frameSourcesHelp))
        return visit.form("/admin/platforms/\(platform.id)/frames", .save, [field])
    }

    private func deploymentTable(_ deployments: [Deployment], _ platform: UUID16) -> Table {
        Table(
            wording(.deployments),
            columns: [
                wording(.deploymentID), wording(.status), wording(.product), wording(.platformInstallation),
                wording(.firstSeen), "",
            ],
            rows: deployments.map { deployment in
                let isActive = deployment.state == .active
                let button = visit.button(
                    isActive ? .switchOff : .switchOn, "/admin/platforms/\(platform)/deployments/\(deployment.id)",
                    [("state", isActive ? "disabled" : "active")])
                return [
                    .code(deployment.deploymentID), StateWords.badge(deployment.state, wording),
                    .text([deployment.product, deployment.productVersion].compactMap { $0 }.joined(separator: " ")),
                    .text(
                        [deployment.platformName, deployment.platformGUID].compactMap { $0 }.joined(separator: " · ")),
                    .moment(deployment.firstSeenAt, wording), button,
                ]
            }, whenEmpty: wording(.noDeployments))
    }

    private func linkTable(_ links: [ResourceLink]) -> Table {
        Table(
            wording(.links),
            columns: [
                wording(.titleField), wording(.contextField), wording(.groupField), wording(.lastLaunch),
                wording(.platformGroups),
            ],
            rows: links.map { link in
                [
                    .link(link.title ?? link.linkID, "/admin/links/\(link.id)"), .text(link.contextTitle ?? ""),
                    link.cohort.map { .link(wording(.open), "/admin/cohorts/\($0)") }
                        ?? .badge(wording(.launchNotSetUp), kind: "warn"),
                    .moment(link.launchedAt, wording),
                    GroupPages.path(link).map { .link(wording(.open), $0) } ?? .text(""),
                ]
            }, whenEmpty: wording(.noLinks))
    }

    /// What a dynamic registration left to be known.
    private static func facts(
        of origin: RegistrationOrigin, _ wording: Wording
    ) -> [(label: String, cell: Cell)] {
        var facts: [(label: String, cell: Cell)] = [(wording(.product), .text(origin.product ?? ""))]
        if origin.isPending { facts.append((wording(.status), .badge(wording(.platformPending), kind: "warn"))) }
        if !origin.missingScopes.isEmpty {
            let names = origin.missingScopes.map { String($0.split(separator: "/").last ?? "") }
            facts.append((wording(.scopesMissing), .code(names.joined(separator: ", "))))
        }
        if origin.updateURL != nil { facts.append((wording(.canBeUpdated), .text(wording(.yes)))) }
        return facts
    }

    /// What teachers chose; only its first launch shows that the platform placed it (Deep Linking 2.0 §2.2).
    private func placedTable(_ placed: [LinkBinding]) -> Table {
        Table(
            wording(.placedContent),
            columns: [wording(.titleField), wording(.groupField), wording(.addedAt), wording(.placedAt)],
            rows: placed.map { item in
                [
                    .text(item.title ?? ""), .link(wording(.open), "/admin/cohorts/\(item.cohort)"),
                    .moment(item.createdAt, wording),
                    item.placedAt.map { .moment($0, wording) } ?? .badge(wording(.notPlacedYet), kind: "warn"),
                ]
            }, whenEmpty: wording(.noPlacedContent))
    }

    static func activity(_ isActive: Bool, _ wording: Wording) -> Cell {
        isActive ? .badge(wording(.deploymentActive), kind: "good") : .badge(wording(.deploymentDisabled), kind: "bad")
    }
}

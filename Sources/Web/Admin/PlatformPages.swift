import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// Registered platforms and launch records.
func addPlatformPages(to routes: StaffRoutes) {
    let pages = PlatformPages(services: routes.services)
    routes.page("platforms") { visit, _, _ in try await pages.list(visit) }
    routes.form("platforms") { visit, form, _ in try await pages.register(visit, form) }
    routes.page("platforms/:platform") { visit, _, context in
        try await pages.platform(visit, try context.parameters.identifier("platform"))
    }
    routes.form("platforms/:platform/active") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        try await ReadPlatforms(pages.services).setActive(form["active"] == "1", id, by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)")
    }
    routes.form("platforms/:platform/frames") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        try await SetFrameSources(pages.services).run(form["frames"], of: id, by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)")
    }
    addPlatformKeys(to: routes)
    routes.form("platforms/:platform/reconfigure") { visit, _, context in
        let id = try context.parameters.identifier("platform")
        do {
            try await ReconfigurePlatform(pages.services).run(id, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(id)")
        } catch let error as ServiceError where error.code == .badGateway || error.code == .conflict {
            return try await pages.platform(visit, id, error).response(after: error)
        }
    }
    routes.form("platforms/:platform/services") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        let change = PlatformServicesForm(wording: visit.wording).change(form)
        do {
            try await SavePlatformServices(pages.services).run(id, change, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await pages.platform(visit, id, error, form).response(after: error)
        }
    }
    routes.form("platforms/:platform/deployments/:deployment") { visit, form, context in
        let state = Deployment.State(rawValue: form["state"]) ?? .disabled
        try await ReadPlatforms(pages.services).setDeployment(
            state, try context.parameters.identifier("deployment"), by: visit.principal)
        return Page.seeOther("/admin/platforms/\(try context.parameters.identifier("platform"))")
    }
    routes.page("launches") { visit, request, _ in try await pages.launches(visit, request) }
    routes.page("launches/:launch") { visit, _, context in
        try await pages.launch(visit, try context.parameters.identifier("launch"))
    }
}

struct PlatformPages: Sendable {
    let services: Services

    func list(_ visit: StaffVisit, _ error: ServiceError? = nil, _ sent: FormBody? = nil) async throws -> Page {
        let wording = visit.wording
        let platforms = try await ReadPlatforms(services).list(for: visit.principal)
        let table = Table(
            wording(.navPlatforms), columns: [wording(.name), wording(.issuer), wording(.clientID), wording(.status)],
            rows: platforms.map { platform in
                [
                    .link(platform.name, "/admin/platforms/\(platform.id)"), .code(platform.issuer),
                    .code(platform.clientID), activity(platform.isActive, wording),
                ]
            }, whenEmpty: wording(.noPlatforms))
        return visit.page(
            wording(.navPlatforms),
            [
                .table(table), .links([(wording(.connectTitle), "/admin/platforms/connect")]),
                .heading(wording(.toolAddresses)), .paragraph(wording(.toolAddressesHelp)),
                .facts(addresses(wording)),
            ]
                + [.heading(wording(.addPlatform))] + visit.blocks(of: form(visit), after: error, sent),
            current: .platforms)
    }

    /// What has to be typed into the platform.
    private func addresses(_ wording: Wording) -> [(label: String, cell: Cell)] {
        let url = services.settings.publicURL
        return [
            (wording(.loginURL), .code(url + "/lti/login")), (wording(.launchURL), .code(url + "/lti/launch")),
            (wording(.keysURL), .code(url + "/.well-known/jwks.json")),
        ]
    }

    private func form(_ visit: StaffVisit) -> FormView {
        let wording = visit.wording
        return visit.form(
            "/admin/platforms", .addPlatform,
            [
                Field("name", wording(.name), isRequired: true),
                Field("issuer", wording(.issuer), .input("url"), isRequired: true),
                Field("client_id", wording(.clientID), isRequired: true),
                Field("auth_url", wording(.authURL), .input("url"), isRequired: true),
                Field("token_url", wording(.tokenURL), .input("url"), isRequired: true),
                Field("jwks_url", wording(.platformKeysURL), .input("url")),
                Field("public_key", wording(.platformPublicKey), .area, help: wording(.platformPublicKeyHelp)),
                Field("deployments", wording(.deployments), help: wording(.deploymentsHelp)),
                Field("frames", wording(.frameSources), help: wording(.frameSourcesHelp)),
            ])
    }

    func register(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        do {
            let registration = try await NewPlatformForm(services).register(form, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(registration.id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await list(visit, error, form).response(after: error)
        }
    }

    func platform(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let wording = visit.wording
        let (platform, deployments, links) = try await ReadPlatforms(services).run(id, for: visit.principal)
        let facts: [(label: String, cell: Cell)] = [
            (wording(.status), activity(platform.isActive, wording)), (wording(.issuer), .code(platform.issuer)),
            (wording(.clientID), .code(platform.clientID)), (wording(.authURL), .code(platform.authURL)),
            (wording(.tokenURL), .code(platform.tokenURL)), (wording(.platformKeysURL), .code(platform.jwksURL)),
        ]
        let origin = try await ReadPlatforms(services).origin(id, for: visit.principal)
        let test = visit.form("/admin/platforms/\(id)/test", .testPlatform, [])
        let frames = Field(
            "frames", wording(.frameSources), value: platform.frameSources.joined(separator: " "),
            help: wording(.frameSourcesHelp))
        var toggle = visit.form("/admin/platforms/\(id)/active", platform.isActive ? .switchOff : .switchOn, [])
        toggle.hidden = [("active", platform.isActive ? "0" : "1")]
        toggle.isDangerous = platform.isActive
        var blocks: [Block] = [
            .facts(facts + Self.facts(of: origin, wording)), .form(test),
            .links([(wording(.noticesTitle), "/admin/platforms/\(id)/notices")]),
        ]
        if let error, sent == nil { blocks.insert(.note(kind: "bad", text: error.message), at: 0) }
        if origin.updateURL != nil {
            blocks.append(.form(visit.form("/admin/platforms/\(id)/reconfigure", .reconfigure, [])))
        }
        let columns = GradebookForms(wording: wording, formToken: visit.formToken).columns(of: links, platform: id)
        blocks += [
            .table(deploymentTable(deployments, id, visit)), .table(linkTable(links, wording)), .table(columns),
            .table(placedTable(try await ReadPlatforms(services).placed(id, for: visit.principal), wording)),
            .heading(wording(.platformServices)),
        ]
        let settings = PlatformServicesForm(wording: wording).view(visit, platform)
        blocks += visit.blocks(of: settings, after: error, sent)
        blocks += PlatformKeysView(visit: visit, url: services.settings.keysURL(of: id)).blocks(of: platform)
        blocks.append(.form(visit.form("/admin/platforms/\(id)/frames", .save, [frames])))
        blocks.append(.form(toggle))
        return visit.page(
            platform.name, blocks, current: .platforms, up: (wording(.navPlatforms), "/admin/platforms"))
    }

    private func deploymentTable(_ deployments: [Deployment], _ platform: UUID16, _ visit: StaffVisit) -> Table {
        let wording = visit.wording
        return Table(
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

    private func linkTable(_ links: [ResourceLink], _ wording: Wording) -> Table {
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
    private func placedTable(_ placed: [LinkBinding], _ wording: Wording) -> Table {
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

    private func activity(_ isActive: Bool, _ wording: Wording) -> Cell {
        isActive ? .badge(wording(.deploymentActive), kind: "good") : .badge(wording(.deploymentDisabled), kind: "bad")
    }

    func launches(_ visit: StaffVisit, _ request: Request) async throws -> Page {
        let wording = visit.wording
        let before = request.uri.queryParameters["before"].flatMap { Int64($0) }.map(Instant.init(microseconds:))
        let records = try await ReadPlatforms(services).launches(before: before, for: visit.principal)
        let table = Table(
            wording(.navLaunches),
            columns: [wording(.date), wording(.reference), wording(.outcome), wording(.reasons)],
            rows: records.map { record in
                [
                    .moment(record.at, wording), .link(record.reference, "/admin/launches/\(record.id)"),
                    StateWords.badge(record.outcome, wording), .code(record.reasons.joined(separator: ", ")),
                ]
            }, whenEmpty: wording(.noLaunches))
        var blocks: [Block] = [.table(table)]
        if records.count == 50, let last = records.last {
            blocks.append(.older(label: wording(.older), href: "/admin/launches?before=\(last.at.microseconds)"))
        }
        return visit.page(wording(.navLaunches), blocks, current: .launches)
    }

    func launch(_ visit: StaffVisit, _ id: UUID16) async throws -> Page {
        let record = try await ReadPlatforms(services).launch(id, for: visit.principal)
        return visit.page(
            visit.wording(.launchOf, ["reference": record.reference]),
            LaunchRecordView(record: record, wording: visit.wording).blocks,
            current: .launches, up: (visit.wording(.navLaunches), "/admin/launches"))
    }
}

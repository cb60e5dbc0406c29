import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// Registered platforms: a list, one, and what staff decide about each.
func addPlatformPages(to routes: StaffRoutes) {
    let pages = PlatformPages(services: routes.services)
    routes.page("platforms") { visit, _, _ in try await pages.list(visit) }
    routes.form("platforms") { visit, form, _ in try await pages.register(visit, form) }
    routes.page("platforms/:platform") { visit, _, context in
        try await pages.platform(visit, try context.parameters.identifier("platform"))
    }
    routes.form("platforms/:platform/active") { visit, form, context in
        try await pages.setActive(visit, form, try context.parameters.identifier("platform"))
    }
    routes.form("platforms/:platform/frames") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        do {
            try await SetFrameSources(pages.services).run(form["frames"], of: id, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await pages.platform(visit, id, error, form).response(after: error)
        }
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
        do {
            let change = try PlatformServicesForm(wording: visit.wording).change(form)
            try await SavePlatformServices(pages.services).run(id, change, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await pages.platform(visit, id, error, form).response(after: error)
        }
    }
    routes.form("platforms/:platform/deployments/:deployment") { visit, form, context in
        guard let state = Deployment.State(rawValue: form["state"]), state != .waiting else {
            throw ServiceError(.invalid, visit.wording(.chooseOne))
        }
        try await ReadPlatforms(pages.services).setDeployment(
            state, try context.parameters.identifier("deployment"), by: visit.principal)
        return Page.seeOther("/admin/platforms/\(try context.parameters.identifier("platform"))")
    }
}

struct PlatformPages: Sendable {
    let services: Services

    /// - Parameter known: whether what was sent names a platform that is registered already, to which then a link leads.
    func list(
        _ visit: StaffVisit, _ error: ServiceError? = nil, _ sent: FormBody? = nil, known: Bool = false
    ) async throws -> Page {
        let wording = visit.wording
        var there: [Block] = []
        if known, let sent,
            let platform = try await ReadPlatforms(services).find(
                issuer: sent["issuer"], clientID: sent["client_id"], for: visit.principal)
        {
            there = [.links([(platform.name, "/admin/platforms/\(platform.id)")])]
        }
        let platforms = try await ReadPlatforms(services).list(for: visit.principal)
        let table = Table(
            wording(.navPlatforms), columns: [wording(.name), wording(.issuer), wording(.clientID), wording(.status)],
            rows: platforms.map { platform in
                [
                    .link(platform.name, "/admin/platforms/\(platform.id)"), .code(platform.issuer),
                    .code(platform.clientID), PlatformView.activity(platform.isActive, wording),
                ]
            }, whenEmpty: wording(.noPlatforms))
        return visit.page(
            wording(.navPlatforms),
            [
                .table(table), .links([(wording(.connectTitle), "/admin/platforms/connect")]),
                .heading(wording(.toolAddresses)), .paragraph(wording(.toolAddressesHelp)),
                .facts(addresses(wording)),
            ]
                + [.heading(wording(.addPlatform))] + there + visit.blocks(of: form(visit), after: error, sent),
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
        let settings = PlatformSettingsForm(wording: wording)
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
                settings.profiles(true), settings.policy(.ask),
            ])
    }

    func register(_ visit: StaffVisit, _ form: FormBody) async throws -> Response {
        do {
            let registration = try await NewPlatformForm(services, visit.wording).register(form, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(registration.id)")
        } catch let error as ServiceError where error.isAboutInput {
            var page = try await list(visit, error, form, known: error.code == .conflict)
            page.status = error.code.status
            return page.response()
        }
    }

    func platform(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        try await PlatformView(services: services, visit: visit).page(of: id, error, sent)
    }

    /// Switching off is asked about first, since running visits end with it.
    func setActive(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        let isOn = form["active"] == "1"
        guard isOn || form["active"] == "0" else { throw ServiceError(.invalid, visit.wording(.chooseOne)) }
        guard isOn || form["confirmed"] == "1" else {
            let name = try await ReadPlatforms(services).run(id, for: visit.principal).registration.name
            return visit.question(
                visit.wording(.platformOffTitle, ["name": name]), visit.wording(.platformOffText),
                action: "/admin/platforms/\(id)/active", .switchOff, [("active", "0")],
                up: (name, "/admin/platforms/\(id)")
            ).response()
        }
        try await ReadPlatforms(services).setActive(isOn, id, by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)")
    }
}

import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// A platform's registration, to be changed.
func addPlatformSettingsPages(to routes: StaffRoutes) {
    let pages = PlatformSettingsPages(services: routes.services)
    routes.page("platforms/:platform/settings") { visit, _, context in
        try await pages.show(visit, try context.parameters.identifier("platform"))
    }
    routes.form("platforms/:platform/settings") { visit, form, context in
        try await pages.save(visit, form, try context.parameters.identifier("platform"))
    }
}

struct PlatformSettingsPages: Sendable {
    let services: Services

    func show(
        _ visit: StaffVisit, _ id: UUID16, _ error: ServiceError? = nil, _ sent: FormBody? = nil
    ) async throws -> Page {
        let platform = try await ReadPlatforms(services).run(id, for: visit.principal).registration
        let wording = visit.wording
        let form = PlatformSettingsForm(wording: wording).view(visit, platform)
        let known: Block = .facts([
            (wording(.issuer), .code(platform.issuer)), (wording(.clientID), .code(platform.clientID)),
        ])
        return visit.page(
            wording(.settingsOf, ["name": platform.name]), [known] + visit.blocks(of: form, after: error, sent),
            current: .platforms, up: (platform.name, "/admin/platforms/\(id)"))
    }

    func save(_ visit: StaffVisit, _ form: FormBody, _ id: UUID16) async throws -> Response {
        do {
            let change = try PlatformSettingsForm(wording: visit.wording).change(form)
            try await SavePlatform(services).run(id, change, by: visit.principal)
            return Page.seeOther("/admin/platforms/\(id)")
        } catch let error as ServiceError where error.isAboutInput {
            return try await show(visit, id, error, form).response(after: error)
        }
    }
}

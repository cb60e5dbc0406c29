import Access
import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// Whose key signs what we send to a platform, and the steps to a key pair of its own.
struct PlatformKeysView {
    let visit: StaffVisit
    /// The platform's own key set.
    let url: String

    func blocks(of platform: Registration) -> [Block] {
        let wording = visit.wording
        let address = Block.facts([(wording(.keysURL), .code(url))])
        let own: [Block]
        switch platform.signingKeys {
        case .shared:
            own = [.paragraph(wording(.keysSharedText)), form(.keysMakeReady, "ready", platform)]
        case .ready:
            own = [
                .paragraph(wording(.keysReadyText)), address, form(.keysUseOwn, "own", platform),
                form(.keysShareAgain, "shared", platform),
            ]
        case .own:
            own = [
                .paragraph(wording(.keysOwnText)), address,
                .form(visit.form("/admin/platforms/\(platform.id)/keys/rotate", .keysRotate, [])),
                form(.keysShareAgain, "shared", platform),
            ]
        }
        let shown = visit.principal.may(.manageKeys) ? own : own.filter { if case .form = $0 { false } else { true } }
        return [.heading(wording(.signingKeys))] + shown
    }

    private func form(_ label: TextKey, _ keys: String, _ platform: Registration) -> Block {
        var form = visit.form("/admin/platforms/\(platform.id)/keys", label, [])
        form.hidden = [("keys", keys)]
        return .form(form)
    }
}

func addPlatformKeys(to routes: StaffRoutes) {
    let services = routes.services
    routes.form("platforms/:platform/keys") { visit, form, context in
        let id = try context.parameters.identifier("platform")
        guard let keys = Registration.SigningKeys(rawValue: form["keys"]) else {
            throw ServiceError(.invalid, "There are no such keys.")
        }
        try await SetPlatformKeys(services).run(keys, of: id, by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)")
    }
    routes.form("platforms/:platform/keys/rotate") { visit, _, context in
        let id = try context.parameters.identifier("platform")
        try await SetPlatformKeys(services).rotate(id, by: visit.principal)
        return Page.seeOther("/admin/platforms/\(id)")
    }
}

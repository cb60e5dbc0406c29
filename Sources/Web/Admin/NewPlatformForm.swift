import Access
import Connections
import Texts
import Values
import Workflows

/// What was typed into the form for a new platform, registered.
struct NewPlatformForm {
    private let services: Services
    private let wording: Wording

    init(_ services: Services, _ wording: Wording) {
        self.services = services
        self.wording = wording
    }

    /// - Throws: `unprocessable` with every fault; `conflict` for a platform that is registered already.
    func register(_ form: FormBody, by principal: StaffPrincipal) async throws -> Registration {
        try principal.require(.managePlatforms)
        let settings = PlatformSettingsForm(wording: wording)
        var faults: [ServiceError.Fault] = []
        var request = AddPlatform.Request(
            issuer: form["issuer"], clientID: form["client_id"], name: form["name"], authURL: form["auth_url"],
            tokenURL: form["token_url"], jwksURL: form["jwks_url"])
        if !form["public_key"].isEmpty { request.publicKey = form["public_key"] }
        request.deployments = form["deployments"].split { $0 == "," || $0.isWhitespace }.map(String.init)
        request.frames = form["frames"].isEmpty ? nil : form["frames"]
        if form.isPresent("profiles") { request.keepsProfiles = settings.keepsProfiles(form, &faults) }
        if form.isPresent("policy") { request.deploymentPolicy = settings.deploymentPolicy(form, &faults) }
        guard faults.isEmpty else { throw ServiceError(.unprocessable, wording(.faultsInForm), faults: faults) }
        return try await AddPlatform(services).run(
            request, changesKnown: false, tenant: principal.tenant, actor: .staff(principal.user))
    }
}

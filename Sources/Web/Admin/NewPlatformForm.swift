import Access
import Connections
import Workflows

/// What was typed into the form for a new platform, registered.
struct NewPlatformForm {
    private let services: Services

    init(_ services: Services) { self.services = services }

    func register(_ form: FormBody, by principal: StaffPrincipal) async throws -> Registration {
        try principal.require(.managePlatforms)
        var request = AddPlatform.Request(
            issuer: form["issuer"], clientID: form["client_id"], name: form["name"], authURL: form["auth_url"],
            tokenURL: form["token_url"], jwksURL: form["jwks_url"])
        if !form["public_key"].isEmpty { request.publicKey = form["public_key"] }
        request.deployments = form["deployments"].split { $0 == "," || $0.isWhitespace }.map(String.init)
        request.frames = form["frames"].isEmpty ? nil : form["frames"]
        return try await AddPlatform(services).run(request, tenant: principal.tenant, actor: .staff(principal.user))
    }
}

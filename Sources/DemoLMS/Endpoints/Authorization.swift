import HTTPTypes
import Hummingbird
import JSON
import Values

/// The OpenID Connect authorization endpoint (Security Framework §5.1.1), as strict as a strict LMS.
struct Authorization {
    var platform: DemoPlatform
    var pages: DemoPages

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("auth") { request, _ in try await answer(request.formFields()) }
        router.post("auth") { request, _ in try await answer(request.formFields()) }
    }

    /// Faults that make the redirect address untrustworthy end here; all others go back to the tool.
    private func answer(_ form: URLEncodedForm) async throws -> Response {
        guard let tool = await platform.tool, form["client_id"] == tool.clientID else {
            throw Refusal(status: .badRequest, reason: "Unknown client_id.")
        }
        guard let redirect = form["redirect_uri"], tool.redirectURIs.contains(redirect) else {
            throw Refusal(status: .notFound, reason: "redirect_uri isn't registered, to the letter.")
        }
        let tampering = await platform.takeTampering()
        let state = tampering.state ?? form["state"]
        if let error = tampering.error ?? fault(in: form) {
            return pages.autoPost(to: redirect, fields: [("error", error)] + (state.map { [("state", $0)] } ?? []))
        }
        guard let nonce = form["nonce"], !nonce.isEmpty, let launch = await pendingLaunch(form) else {
            throw Refusal(status: .notFound, reason: "nonce, login_hint or lti_message_hint isn't as this LMS sent it.")
        }
        let named =
            platform.profile.namesLineItem
            ? await platform.gradebook.lineItems.first { $0.resourceLinkID == launch.link?.id } : nil
        let item = launch.reviewed ?? named
        let message = LaunchMessage(
            platform: platform, tool: tool, launch: launch, nonce: nonce, lineItem: item,
            groups: await platform.groups.filter { $0.members.contains(launch.person.id) }.map(\.id),
            settingsChanges: await platform.deepLinkingChanges)
        let token = try message.token(signedBy: platform.signingKey, tampering: tampering)
        return pages.autoPost(
            to: redirect, fields: [("id_token", token)] + (state.map { [("state", $0)] } ?? []))
    }

    private func fault(in form: URLEncodedForm) -> String? {
        if form["scope"] != "openid" { return "invalid_scope" }
        if form["response_type"] != "id_token" { return "unsupported_response_type" }
        if form["response_mode"] != "form_post" || form["prompt"] != "none" { return "invalid_request" }
        return form.repeatedNames.isEmpty ? nil : "invalid_request"
    }

    private func pendingLaunch(_ form: URLEncodedForm) async -> DemoPlatform.PendingLaunch? {
        let id: String?
        if platform.profile.sendsMessageHint {
            id = form["lti_message_hint"].flatMap { hint in
                (try? JSONDocument(parsing: Array(hint.utf8)))?.root["launchid"]?.string
            }
        } else {
            id = form["login_hint"].map { String($0.drop { $0 != "~" }.dropFirst()) }
        }
        guard let id else { return nil }
        return await platform.takeLaunch(hinted: id, loginHint: form["login_hint"])
    }
}

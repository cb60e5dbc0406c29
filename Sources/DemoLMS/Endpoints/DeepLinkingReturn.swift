import HTTPTypes
import Hummingbird
import JSON
import Values

/// Takes what a picker chose, and places it in the course (Deep Linking 2.0 §4.5), as strict as a strict LMS.
struct DeepLinkingReturn {
    private static let core = "https://purl.imsglobal.org/spec/lti/claim/"
    private static let deepLinking = "https://purl.imsglobal.org/spec/lti-dl/claim/"

    var platform: DemoPlatform
    var pages: DemoPages

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.post("content/return") { request, _ in try await take(request) }
    }

    private func take(_ request: Request) async throws -> Response {
        let form = try await request.formFields()
        guard let tool = await platform.tool, let token = form["JWT"], let claims = await tool.claims(of: token) else {
            throw Refusal(status: .unauthorized, reason: "JWT is missing, or isn't signed by the tool.")
        }
        if let fault = await fault(in: claims, of: tool, request: form["request"] ?? "") {
            throw Refusal(status: .badRequest, reason: fault)
        }
        let items = claims[Self.deepLinking + "content_items"].map { Array($0.elements) } ?? []
        for item in items where item["type"]?.string == "ltiResourceLink" { await place(item, tool) }
        await platform.record(Placement(claims: claims.node, token: token, items: items.map(\.node)))
        let message = claims[Self.deepLinking + "errormsg"]?.string ?? claims[Self.deepLinking + "msg"]?.string
        return pages.render(
            "added",
            [
                "titles": items.map { ["title": $0["title"]?.string ?? ""] }, "none": items.isEmpty,
                "message": message as Any,
            ])
    }

    private func fault(in claims: JSONValue, of tool: RegisteredTool, request: String) async -> String? {
        let now = platform.world.now().unixSeconds
        guard claims["iss"]?.string == tool.clientID else { return "iss isn't the client id." }
        guard claims["aud"]?.string == platform.issuer else { return "aud isn't this platform, as one string." }
        guard let expires = claims["exp"]?.integer, expires > now - 60, let issued = claims["iat"]?.integer,
            issued < now + 60
        else { return "exp or iat is wrong." }
        guard let nonce = claims["nonce"]?.string, await platform.uses(nonce: nonce) else {
            return "nonce is missing or was used before."
        }
        guard claims[Self.core + "message_type"]?.string == "LtiDeepLinkingResponse",
            claims[Self.core + "version"]?.string == "1.3.0",
            claims[Self.core + "deployment_id"]?.string == platform.profile.deploymentID
        else { return "message_type, version or deployment_id is wrong." }
        let expected = platform.profile.sendsDeepLinkingData ? LaunchMessage.data(of: request) : nil
        let isChanged = await platform.deepLinkingChanges.contains { $0.name == "data" }
        guard isChanged || claims[Self.deepLinking + "data"]?.string == expected else {
            return "data isn't what the request had."
        }
        return claims[Self.deepLinking + "content_items"]?.kind == .array ? nil : "content_items is no array."
    }

    private func place(_ item: JSONValue, _ tool: RegisteredTool) async {
        let custom = item["custom"].map { $0.members.map { (name: $0.name, value: $0.value.string ?? "") } } ?? []
        let link = DemoLink(
            id: "dl-" + platform.world.newSecret().prefix(8), title: item["title"]?.string ?? "Untitled",
            custom: custom, url: item["url"]?.string)
        let review = platform.profile.reviewsSubmissions ? item["lineItem"]?["submissionReview"]?.node : nil
        let wanted = item["lineItem"].flatMap { wanted -> (String, Double, String?, String?)? in
            guard let maximum = wanted["scoreMaximum"]?.double, maximum > 0 else { return nil }
            return (
                wanted["label"]?.string ?? link.title, maximum, wanted["resourceId"]?.string, wanted["tag"]?.string
            )
        }
        await platform.place(link, lineItem: wanted, submissionReview: review)
    }
}

extension DemoPlatform {
    /// False for a nonce that was there before.
    func uses(nonce: String) -> Bool { usedNonces.insert(nonce).inserted }
}

import HTTPTypes
import Hummingbird
import JSON
import Values

/// Dynamic registration on the platform's side (LTI Dynamic Registration 1.0): its configuration, the endpoint that takes
/// tools, and the page on which its administrator adds one.
struct DynamicRegistration {
    private static let tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
    private static let platform = "https://purl.imsglobal.org/spec/lti-platform-configuration"

    var platform: DemoPlatform
    var pages: DemoPages

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("openid-configuration") { request, _ in try await configuration(request) }
        router.post("register-tool") { request, _ in try await register(request) }
        router.get("register-tool/:client") { request, context in try await current(request, context) }
        router.put("register-tool/:client") { request, context in try await change(request, context) }
        router.get("tools") { request, _ in await tools(request) }
    }

    private func configuration(_ request: Request) async throws -> Response {
        await platform.note(
            registration: .init(
                step: "configuration", authorization: request.headers[.authorization], body: nil))
        var members: [(String, JSONNode)] = [
            ("issuer", .string(platform.issuer)), ("authorization_endpoint", .string(platform.baseURL + "/auth")),
            ("token_endpoint", .string(platform.tokenURL)), ("jwks_uri", .string(platform.baseURL + "/jwks.json")),
            ("registration_endpoint", .string(platform.baseURL + "/register-tool")),
            ("scopes_supported", .array(platform.profile.scopes.sorted().map(JSONNode.string))),
            ("claims_supported", ["sub", "iss", "name", "given_name", "family_name", "email"]),
            (
                Self.platform,
                [
                    "product_family_code": .string(platform.profile.name), "version": "1",
                    "messages_supported": .array(platform.profile.messages.map(message)),
                    "variables": ["ResourceLink.id.history"],
                ]
            ),
        ]
        if case .own(let audience) = platform.profile.assertionAudience {
            members.append(("authorization_server", .string(audience)))
        }
        for change in await platform.configurationChanges {
            members.removeAll { $0.0 == change.name }
            if let value = change.value { members.append((change.name, value)) }
        }
        return .json(.object(members))
    }

    private func message(_ type: String) -> JSONNode {
        guard let places = platform.profile.placements[type] else { return ["type": .string(type)] }
        return ["type": .string(type), "placements": .array(places.map(JSONNode.string))]
    }

    private func register(_ request: Request) async throws -> Response {
        let document = try await request.jsonBody()
        let authorization = request.headers[.authorization]
        await platform.note(
            registration: .init(step: "registration", authorization: authorization, body: document.root.node))
        if let refusal = await platform.registrationRefusal {
            return .json(refusal.body, status: .init(code: refusal.status))
        }
        if platform.profile.wantsRegistrationToken {
            let token = authorization.map { String($0.trimmingPrefix("Bearer ")) } ?? ""
            guard await platform.uses(registrationToken: token) else {
                return .json(["error": "invalid_token"], status: .unauthorized)
            }
        }
        let body = document.root
        guard let login = body["initiate_login_uri"]?.string, let keys = body["jwks_uri"]?.string,
            let redirects = body["redirect_uris"]?.elements.compactMap(\.string), !redirects.isEmpty,
            let target = body[Self.tool]?["target_link_uri"]?.string
        else { return .json(["error": "invalid_client_metadata"], status: .badRequest) }
        let client = "dyn-" + platform.world.newSecret().prefix(8)
        await platform.register(
            RegisteredTool(
                clientID: client, loginURL: login, redirectURIs: redirects, jwksURL: keys, targetLinkURI: target))
        let answer = await answer(body, client)
        await platform.keep(answer, of: client)
        return .json(answer, status: .created)
    }

    /// What the platform holds of a tool (RFC 7592 §2.1).
    private func current(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        .json(try await held(request, context).answer)
    }

    private func held(
        _ request: Request, _ context: BasicRequestContext
    ) async throws -> (client: String, answer: JSONNode) {
        let client = try context.parameters.require("client")
        let token = request.headers[.authorization].map { String($0.trimmingPrefix("Bearer ")) } ?? ""
        guard let answer = await platform.desk.registered[client],
            answer["registration_access_token"] == .string(token)
        else { throw Refusal(status: .unauthorized, reason: "No such registration, or not its token.") }
        return (client, answer)
    }

    /// Takes a whole new description (RFC 7592 §2.2), and gives a new token for the next change.
    private func change(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let (client, _) = try await held(request, context)
        let body = try await request.jsonBody().root
        await platform.note(
            registration: .init(step: "change", authorization: nil, body: body.node))
        guard body["client_id"]?.string == client, body["registration_access_token"] == nil else {
            return .json(["error": "invalid_client_metadata"], status: .badRequest)
        }
        if let refusal = await platform.registrationRefusal {
            return .json(refusal.body, status: .init(code: refusal.status))
        }
        let answer = await answer(body, client)
        await platform.keep(answer, of: client)
        return .json(answer)
    }

    private func answer(_ body: JSONValue, _ client: String) async -> JSONNode {
        let scopes = (body["scope"]?.string ?? "").split(separator: " ").map(String.init)
        let withheld = await platform.withheldScopes
        var members: [(String, JSONNode)] = body.members.filter {
            !["scope", "client_id"].contains($0.name)
        }.map { ($0.name, $0.value.node) }
        members.removeAll { $0.0 == Self.tool }
        members += [
            ("client_id", .string(client)),
            ("scope", .string(scopes.filter { !withheld.contains($0) }.joined(separator: " "))),
            ("registration_client_uri", .string(platform.baseURL + "/register-tool/" + client)),
            ("registration_access_token", .string(platform.world.newSecret())),
        ]
        var tool: [(String, JSONNode)] = body[Self.tool]?.members.map { ($0.name, $0.value.node) } ?? []
        tool.removeAll { $0.0 == "deployment_id" }
        if platform.profile.namesDeploymentAtRegistration {
            tool.append(("deployment_id", .string(platform.profile.deploymentID)))
        }
        return .object(members + [(Self.tool, .object(tool))])
    }

    /// Shows the tool's registration page in a frame, as LMSs do.
    private func tools(_ request: Request) async -> Response {
        let form = URLEncodedForm(parsing: request.uri.query ?? "") ?? URLEncodedForm()
        guard let url = form["url"], WebAddress(url) != nil else { return pages.render("tools", [:]) }
        var query = URLEncodedForm([("openid_configuration", platform.baseURL + "/openid-configuration")])
        if platform.profile.wantsRegistrationToken {
            query.fields.append(("registration_token", await platform.makeRegistrationToken()))
        }
        return pages.render("tools", ["src": query.appended(to: url)])
    }
}

import HTTPTypes
import Hummingbird
import JSON
import Values

/// The handlers of notices, one a type (Platform Notification Service 1.0), as strict as a strict LMS.
struct NoticeHandlers {
    var platform: DemoPlatform

    func addRoutes(to router: Router<BasicRequestContext>) {
        let handlers = router.group("api/notice-handlers/:deployment")
        handlers.get { request, _ in try await list(request) }
        handlers.put { request, _ in try await set(request) }
    }

    private func list(_ request: Request) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.noticeHandlers])
        let handlers = await platform.noticeHandlers
        let all = DemoPlatform.noticeTypes.map { type -> JSONNode in
            ["notice_type": .string(type), "handler": .string(handlers[type] ?? "")]
        }
        return .json([
            "client_id": .string(await platform.tool?.clientID ?? ""),
            "deployment_id": .string(platform.profile.deploymentID), "notice_handlers": .array(all),
        ])
    }

    private func set(_ request: Request) async throws -> Response {
        try await platform.authorize(request, scopes: [ServiceScope.noticeHandlers], sending: "application/json")
        let body = try await request.jsonBody().root
        guard let type = body["notice_type"]?.string, DemoPlatform.noticeTypes.contains(type) else {
            throw Refusal(status: .badRequest, reason: "Unknown notice_type.")
        }
        guard let handler = body["handler"]?.string else {
            throw Refusal(status: .badRequest, reason: "handler is missing.")
        }
        let isGood = handler.isEmpty ? true : await isTools(handler)
        guard isGood else {
            throw Refusal(status: .badRequest, reason: "The handler isn't https, or not on the tool's own domain.")
        }
        await platform.set(noticeHandler: handler, for: type)
        if type == "LtiHelloWorldNotice", !handler.isEmpty {
            let hello = DemoNotice(id: "hello-" + platform.world.newSecret(), type: type)
            Task { try await platform.send([hello]) }
        }
        return .json(["notice_type": .string(type), "handler": .string(handler)])
    }

    /// Plain http is good on this machine alone.
    private func isTools(_ handler: String) async -> Bool {
        guard let address = WebAddress(handler), address.isSecure || address.isLoopbackName,
            let tool = await platform.tool
        else { return false }
        return address.origin == WebAddress(tool.targetLinkURI)?.origin
    }
}

import Connections
import HTTPTypes
import Hummingbird
import Values
import Workflows

/// `/lti/login`: begins a launch (Security Framework 1.0 §5.1.1.1).
struct LoginHandler: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    func get(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        try await answer(PlatformForm.parse(request.uri.query ?? ""), context)
    }

    func post(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        try await answer(await PlatformForm.read(request), context)
    }

    private func answer(_ form: URLEncodedForm, _ context: LecternRequestContext) async throws -> Response {
        switch try await StartLogin(services).run(form, reference: context.requestID) {
        case .refused(let refusal):
            return LaunchPage.response(refusal, settings: services.settings, context: context)
        case .redirect(let url, let cookieName, let cookieValue, let storage):
            var response = storage.map { StoragePage.put($0, url: url, context) } ?? Page.seeOther(url)
            response.set(.inFrames(cookieName, cookieValue, maxAge: Int(LoginState.lifetime)))
            return response
        }
    }
}

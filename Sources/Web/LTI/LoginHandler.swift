import Connections
import HTTPTypes
import Hummingbird
import Values
import Workflows

/// `/lti/login`: begins a launch (Security Framework 1.0 §5.1.1.1).
struct LoginHandler: Sendable {
    private let services: Services
    private let rates: LaunchRates

    init(_ services: Services, _ rates: LaunchRates) {
        self.services = services
        self.rates = rates
    }

    func get(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        try await answer(PlatformForm.parse(request.uri.query ?? ""), request, context)
    }

    func post(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        try await answer(await PlatformForm.read(request), request, context)
    }

    private func answer(
        _ form: URLEncodedForm, _ request: Request, _ context: LecternRequestContext
    ) async throws -> Response {
        try rates.login(from: context.clientAddress)
        let start = StartLogin(services, mayRecord: rates.mayRecord(from: context.clientAddress))
        switch try await start.run(form, at: request.loginPlace, reference: context.requestID) {
        case .refused(let refusal):
            return LaunchPage.response(refusal, settings: services.settings, context: context)
        case .redirect(let url, let cookieName, let cookieValue, let storage):
            var response =
                storage.map { StoragePage.put($0, url: url, settings: services.settings, context) }
                ?? Page.seeOther(url)
            response.set(.inFrames(cookieName, cookieValue, maxAge: Int(LoginState.lifetime)))
            return response
        }
    }
}

extension Request {
    /// What the browser says of where a login's answer will be shown.
    fileprivate var loginPlace: LoginPlace {
        let sender = header("Origin").flatMap { $0 == "null" ? nil : $0 } ?? header("Referer")
        return LoginPlace(
            embedder: sender.flatMap(FrameSource.page),
            isFramed: ["iframe", "frame", "embed", "object"].contains(header("Sec-Fetch-Dest") ?? ""))
    }

    private func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

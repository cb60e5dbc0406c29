import Connections
import HTTPTypes
import Hummingbird
import Values
import Workflows

/// `/lti/launch`: takes the platform's token and leads on to the visit (Security Framework 1.0 §5.1.1.3). The token
/// stands in no URL, and the answer is a redirect, so that it isn't in the history either.
struct LaunchHandler: Sendable {
    private let services: Services
    private let rates: LaunchRates

    init(_ services: Services, _ rates: LaunchRates) {
        self.services = services
        self.rates = rates
    }

    func post(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let form = try await PlatformForm.read(request)
        let outcome = try await LaunchLearner(services, mayRecord: rates.mayRecord(from: context.clientAddress)).run(
            form, browserProof: { request.cookie(named: $0) }, reference: context.requestID)
        var response: Response
        switch outcome {
        case .opened(let session, let token):
            response = Page.seeOther(session.path)
            let life = Int(LaunchSession.absoluteLimit)
            response.set(.inFrames(session.cookieName, token, maxAge: life))
        case .parked(let parked):
            return StoragePage.get(parked, settings: services.settings, context)
        case .refused(let refusal):
            response = LaunchPage.response(refusal, settings: services.settings, context: context)
        }
        if let state = form["state"] { forget(state, request, &response) }
        return response
    }

    /// The login's cookie has done its work (LTI-FRM-03).
    private func forget(_ state: String, _ request: Request, _ response: inout Response) {
        let name = LoginSecrets.cookieName(state: state)
        guard request.cookie(named: name) != nil, response.status.code < 400 else { return }
        response.set(.inFrames(name, "", maxAge: 0))
    }
}

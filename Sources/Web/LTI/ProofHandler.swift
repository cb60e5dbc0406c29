import Connections
import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import Values
import Workflows

/// `/lti/launch/proof`: takes a login's proof for a parked launch from our own page's script. A page of another site can't
/// send the header, so it can't bring somebody into a launch that isn't theirs.
struct ProofHandler: Sendable {
    /// Holds what the storage gave, or nothing.
    static let headerName = "X-Lectern-Proof"
    private let services: Services
    private let rates: LaunchRates

    init(_ services: Services, _ rates: LaunchRates) {
        self.services = services
        self.rates = rates
    }

    func post(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] } ?? "same-origin"
        guard let proof = HTTPField.Name(Self.headerName).flatMap({ request.headers[$0] }), site == "same-origin" else {
            throw ServiceError(.forbidden, "Only the launch's own page may send this.")
        }
        let form = try await PlatformForm.read(request)
        let outcome = try await LaunchLearner(services, mayRecord: rates.mayRecord(from: context.clientAddress)).run(
            parked: form["parcel"] ?? "", state: form["state"] ?? "", proof: proof.isEmpty ? nil : proof,
            note: form["reason"] ?? "", reference: context.requestID)
        guard case .opened(let session, let token) = outcome else {
            throw ServiceError(.unauthenticated, "The launch couldn't be proven.")
        }
        let body = ByteBuffer(
            bytes: JSONNode.object([("base", .string(session.path)), ("token", .string(token))]).serialized)
        var response = Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: body))
        response.set(.inFrames(session.cookieName, token, maxAge: Int(LaunchSession.absoluteLimit)))
        return response
    }
}

import HTTPTypes
import Hummingbird
import JSON
import Workflows

/// The one-time fetch of an AU's token (cmi5 §8.2): POST alone, no cookie, never cached, from any origin.
struct FetchEndpoint: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// 200 with JSON in every case (CMI-FETCH-02); errors stand in the body.
    func answer(_ request: Request, _ context: LecternRequestContext) async -> Response {
        let body = await FetchToken(services).run(context.parameters.get("secret") ?? "")
        var headers = Self.sharing(request)
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body.serialized)))
    }

    func preflight(_ request: Request) -> Response {
        var headers = Self.sharing(request)
        headers[.accessControlAllowMethods] = "POST, OPTIONS"
        headers[.accessControlAllowHeaders] = "Authorization, Content-Type, X-Experience-API-Version"
        headers[.accessControlMaxAge] = "86400"
        return Response(status: .noContent, headers: headers)
    }

    /// Any origin may ask: what opens the token is the secret in the URL, and no cookie plays a part (CMI-FETCH-08).
    private static func sharing(_ request: Request) -> HTTPFields {
        [.accessControlAllowOrigin: request.headers[.origin] ?? "*", .vary: "Origin"]
    }
}

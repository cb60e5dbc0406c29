import HTTPTypes
import Hummingbird
import LTI
import NIOCore
import Values
import Workflows

/// `/lti/notices`: where platforms post notices. It is open to everybody, so cheap refusals come first: too many, too
/// long, no batch; then each notice's token is judged (LTI-PNS-10).
struct NoticesDoor: Sendable {
    private let services: Services
    private let rates: LaunchRates
    private let calls: TokenBuckets

    init(_ services: Services, _ rates: LaunchRates) {
        self.services = services
        self.rates = rates
        calls = TokenBuckets(perSecond: 10, burst: 60, world: services.world)
    }

    /// 202 once everything that can be believed is stored.
    func post(_ request: Request, _ context: LecternRequestContext) async throws -> Response {
        guard calls.take(TrustedProxies.network(of: context.clientAddress)) else {
            throw ServiceError(
                .tooManyRequests, "Too many requests came from this address.", retryAfter: calls.wait)
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: NoticeBatch.sizeLimit)
        } catch is NIOTooManyBytesError {
            throw ServiceError(.tooLarge, "The body is longer than \(NoticeBatch.sizeLimit) bytes.")
        }
        _ = try await TakeNotices(services, mayRecord: rates.mayRecord(from: context.clientAddress)).run(
            Array(buffer: body))
        return Response(status: .accepted)
    }
}

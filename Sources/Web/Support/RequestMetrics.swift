import HTTPTypes
package import Hummingbird
import Metrics
import Values

/// Counts and times each request, by its route's template, method and status; no path, query or address.
///
/// The library's own middleware does the same, but makes every answer go out in three pieces.
package struct RequestMetrics: RouterMiddleware {
    package typealias Context = LecternRequestContext
    private let known = KnownMeters()

    package init() {}

    package func handle(
        _ request: Request, context: LecternRequestContext,
        next: (Request, LecternRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        do {
            let response = try await next(request, context)
            count(request, context, response.status, since: start)
            return response
        } catch {
            count(request, context, (error as? any HTTPResponseError)?.status ?? .internalServerError, since: start)
            throw error
        }
    }

    private func count(
        _ request: Request, _ context: LecternRequestContext, _ status: HTTPResponse.Status,
        since start: ContinuousClock.Instant
    ) {
        let meters = known.meters(
            for: .init(route: context.endpointPath ?? "none", method: request.method, status: status.code))
        meters.requests.increment()
        meters.duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
    }
}

/// The metrics of each kind of request, made when the first comes.
private final class KnownMeters: Sendable {
    struct Kind: Hashable {
        let route: String
        let method: HTTPRequest.Method
        let status: Int
    }

    struct Meters {
        let requests: Counter
        let duration: Timer
    }

    private let meters = Locked<[Kind: Meters]>([:])

    func meters(for kind: Kind) -> Meters {
        meters.withLock { meters in
            if let known = meters[kind] { return known }
            let dimensions = [
                ("http.route", kind.route), ("http.request.method", kind.method.rawValue),
                ("http.response.status_code", String(kind.status)),
            ]
            let made = Meters(
                requests: Counter(label: "hb.requests", dimensions: dimensions),
                duration: Timer(
                    label: "http.server.request.duration", dimensions: dimensions, preferredDisplayUnit: .seconds))
            meters[kind] = made
            return made
        }
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}

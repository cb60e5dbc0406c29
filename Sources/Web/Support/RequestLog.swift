package import Hummingbird
import Logging

/// One line a request, without personal data: method, route template, status and duration; no path, query or address.
package struct RequestLog: RouterMiddleware {
    package typealias Context = LecternRequestContext

    package init() {}

    package func handle(
        _ request: Request, context: LecternRequestContext,
        next: (Request, LecternRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let took = start.duration(to: .now)
        context.logger.info(
            "request",
            metadata: [
                "method": .string(request.method.rawValue), "route": .string(context.endpointPath ?? "none"),
                "status": .string(String(response.status.code)),
                "ms": .string(
                    String(took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000)),
            ])
        return response
    }
}

import Database
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import Values
import Web

/// `/healthz`, `/readyz` and `/metrics`, in front of everything else.
struct OperationsResponder<Next: HTTPResponder>: HTTPResponder where Next.Context == LecternRequestContext {
    let next: Next
    let database: SQLDatabase
    let metrics: PrometheusRegistry?
    let readiness: Readiness

    func respond(to request: Request, context: LecternRequestContext) async throws -> Response {
        switch request.uri.path {
        case "/healthz": text("ok\n")
        case "/readyz": await ready()
        case "/metrics": text(metrics?.exposition() ?? "", type: "text/plain; version=0.0.4; charset=utf-8")
        default: try await next.respond(to: request, context: context)
        }
    }

    /// Ready means: both hosts listen, the service isn't shutting down, and the database answers.
    private func ready() async -> Response {
        guard readiness.isReady else { return text("starting or stopping\n", status: .serviceUnavailable) }
        do {
            try await database.read { _ = try $0.row("select 1") }
            return text("ready\n")
        } catch {
            return text("the database doesn't answer\n", status: .serviceUnavailable)
        }
    }

    private func text(
        _ body: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: body)))
    }
}

/// Whether requests should be sent here: after the start, and until the shutdown begins.
final class Readiness: Service, Sendable {
    private let state = Locked(false)

    var isReady: Bool { state.withLock { $0 } }

    func begin() { state.withLock { $0 = true } }

    func run() async throws {
        try? await gracefulShutdown()
        state.withLock { $0 = false }
    }
}

import HTTPTypes
package import Hummingbird
import Logging
package import Values

/// Turns every error that leaves a handler into an answer, in the form that the caller reads: a page for browsers,
/// plain text for the LRS, problem+json for everyone else.
package struct ErrorResponses: RouterMiddleware {
    package typealias Context = LecternRequestContext

    package init() {}

    package func handle(
        _ request: Request, context: LecternRequestContext,
        next: (Request, LecternRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return Self.response(for: error, request: request, context: context)
        }
    }

    /// The answer to an error, after logging its cause.
    package static func response(
        for error: any Error, request: Request, context: LecternRequestContext, frames: FramePolicy = .none
    ) -> Response {
        let error = serviceError(error)
        log(error, context: context)
        switch form(for: request) {
        case .page: return ErrorPage.response(error, context: context, frames: frames)
        case .plainText: return ProblemDocument.plainText(error)
        case .problem: return ProblemDocument.response(error, requestID: context.requestID)
        }
    }

    /// Any error as a `ServiceError`: the HTTP library's by its status, all others as a defect.
    package static func serviceError(_ error: any Error) -> ServiceError {
        switch error {
        case let error as ServiceError: error
        case let error as any HTTPResponseError:
            ServiceError(.init(status: error.status), error.status.reasonPhrase, cause: "\(error)")
        default: ServiceError(.internalError, "The service failed.", cause: String(reflecting: error))
        }
    }

    enum Form { case page, plainText, problem }

    static func form(for request: Request) -> Form {
        let accept = request.headers[.accept]?.lowercased() ?? ""
        let path = request.uri.path
        if path.hasPrefix("/xapi/") || path == "/xapi" {
            return accept.contains("application/problem+json") ? .problem : .plainText
        }
        return accept.contains("text/html") && !path.hasPrefix("/api/") ? .page : .problem
    }

    static func log(_ error: ServiceError, context: LecternRequestContext) {
        let details: Logger.Metadata = [
            "code": "\(error.code.rawValue)", "cause": "\(error.cause ?? "")", "at": "\(error.file):\(error.line)",
        ]
        switch error.code {
        case .internalError: context.logger.error("request failed", metadata: details)
        case .unavailable, .badGateway: context.logger.warning("request not served", metadata: details)
        default: context.logger.debug("request refused", metadata: details)
        }
    }
}

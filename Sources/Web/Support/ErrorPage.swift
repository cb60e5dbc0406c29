package import Hummingbird
package import Texts
package import Values

/// An error as a page for people: what happened, every fault, what to do, and the reference for support.
package enum ErrorPage {
    package static func response(
        _ error: ServiceError, context: LecternRequestContext, frames: FramePolicy = .none
    ) -> Response {
        let wording = Wording(context.language)
        let isDefect = error.code == .internalError
        let faults: [PageValue] =
            isDefect ? [] : error.faults.map { ["place": .text($0.place), "message": .text($0.message)] }
        let title = wording(titleKey(error.code))
        var page = Page(
            "message", title: title, language: context.language,
            values: [
                "heading": .text(title), "text": .text(isDefect ? wording(.errorInternalText) : error.message),
                "faults": .list(faults), "hasFaults": .flag(!faults.isEmpty),
                "reference": .text(wording(.errorReference, ["reference": context.requestID])),
            ])
        page.status = error.code.status
        page.policy.frames = frames
        var response = page.response()
        response.headers.retryAfter(of: error)
        return response
    }

    /// The heading of an error's page.
    package static func titleKey(_ code: ServiceError.Code) -> TextKey {
        switch code {
        case .notFound: .errorNotFound
        case .gone: .errorGone
        case .unauthenticated: .errorUnauthenticated
        case .forbidden: .errorForbidden
        case .tooManyRequests: .errorTooManyRequests
        case .unavailable: .errorUnavailable
        case .badGateway: .errorBadGateway
        case .internalError: .errorInternal
        case .conflict, .preconditionFailed: .errorConflict
        case .tooLarge: .errorTooLarge
        case .invalid, .unprocessable, .methodNotAllowed, .unsupportedMediaType: .errorInvalid
        }
    }
}

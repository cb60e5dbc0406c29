package import HTTPTypes
package import Values

extension ServiceError.Code {
    /// The one table from the code of an error to the HTTP status (RFC 9110 §15).
    package var status: HTTPResponse.Status {
        switch self {
        case .invalid: .badRequest
        case .unprocessable: .unprocessableContent
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .gone: .gone
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .preconditionFailed: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .tooManyRequests: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .badGateway: .badGateway
        case .internalError: .internalServerError
        }
    }

    /// The code whose status it is, for errors that the HTTP library raises itself.
    package init(status: HTTPResponse.Status) {
        if let code = Self.allCases.first(where: { $0.status == status }) {
            self = code
        } else {
            self = status.kind == .serverError ? .internalError : .invalid
        }
    }
}

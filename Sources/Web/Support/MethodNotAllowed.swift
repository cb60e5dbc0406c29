package import HTTPTypes
package import Hummingbird
import Values

extension RouterMethods where Context == LecternRequestContext {
    /// Answers every method of a path that has no handler with 405 and `Allow` (RFC 9110 §15.5.6).
    ///
    /// - Parameter allowed: the methods that the path has handlers for.
    package func refuseOtherMethods(_ path: RouterPath, allowed: [HTTPRequest.Method]) {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        for method in [HTTPRequest.Method.get, .head, .post, .put, .delete, .patch, .options]
        where !allowed.contains(method) {
            on(path, method: method) { request, context in
                let error = ServiceError(.methodNotAllowed, "\(method.rawValue) isn't possible here.")
                var response = ErrorResponses.response(for: error, request: request, context: context)
                response.headers[.allow] = names
                return response
            }
        }
    }
}

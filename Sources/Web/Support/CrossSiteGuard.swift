import Cryptography
import HTTPTypes
package import Hummingbird
import Values

/// Protection of forms against other sites (OWASP's signed token): a keyed hash of the session that a page may carry.
package struct CrossSiteGuard: Sendable {
    /// The name of the hidden field.
    package static let fieldName = "form_token"
    private let keyedHash: @Sendable (String) -> [UInt8]

    /// - Parameter keyedHash: a hash with the service's secret key, such as the vault's.
    package init(keyedHash: @escaping @Sendable (String) -> [UInt8]) { self.keyedHash = keyedHash }

    /// The token for the forms of a session.
    package func token(for session: String) -> String { Base64URL.encode(keyedHash("form\u{0}" + session)) }

    /// Refuses a form whose token doesn't belong to the session, or that a browser says comes from another site.
    ///
    /// - Throws: `.forbidden`.
    package func check(_ form: FormBody, session: String, request: Request) throws {
        try check(token: form.exact(Self.fieldName), session: session, request: request)
    }

    package func check(token: String, session: String, request: Request) throws {
        guard constantTimeEqual(Array(token.utf8), Array(self.token(for: session).utf8)) else {
            throw ServiceError(.forbidden, "The form is out of date. Load the page again and repeat.")
        }
        if let name = HTTPField.Name("Sec-Fetch-Site"), request.headers[name] == "cross-site" {
            throw ServiceError(.forbidden, "The form was sent from another site.")
        }
    }
}

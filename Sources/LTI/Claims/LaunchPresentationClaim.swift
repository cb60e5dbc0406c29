import JSON
import Values

/// How the platform shows the tool, and where it wants the user back (LTI Core 1.3 §5.4.4).
public struct LaunchPresentationClaim: Sendable, Equatable {
    /// `frame`, `iframe` or `window`.
    public let documentTarget: String?
    public var isWindow: Bool { documentTarget == "window" }
    /// Only an https URL is kept; it is for a link in the page and is never fetched.
    public let returnURL: String?
    public let locale: String?

    init?(_ claim: JSONValue) {
        guard claim.kind == .object else { return nil }
        documentTarget = claim.text("document_target")
        returnURL = claim.text("return_url").flatMap { WebAddress($0)?.isLinkable == true ? $0 : nil }
        locale = claim.text("locale")
    }

    /// The return URL with a message for the user, or for the platform's log; a query that is there stays.
    public func returnURL(message: String? = nil, errorMessage: String? = nil, errorLog: String? = nil) -> String? {
        let fields = [("lti_msg", message), ("lti_errormsg", errorMessage), ("lti_errorlog", errorLog)]
        let form = URLEncodedForm(fields.compactMap { name, value in value.map { (name, $0) } })
        return returnURL.map { form.appended(to: $0) }
    }
}

extension WebAddress {
    /// https, or plain http on the machine itself.
    var isLinkable: Bool { isSecure || isLoopbackName }
}

import JSON
import Values

/// The grade services that a launch offers (AGS 2.0 §3.1).
public struct AssignmentAndGradesClaim: Sendable, Equatable {
    public let scopes: [String]
    /// The container; nil when there is no access to it, and then its address may not be guessed.
    public let lineItemsURL: String?
    /// The link's own line item; nil when it has none or several.
    public let lineItemURL: String?

    /// Nil when the claim is no object. A URL that isn't https is left out with a warning.
    init?(_ claim: JSONValue, _ warnings: inout [String]) {
        guard claim.kind == .object else { return nil }
        scopes = claim["scope"].map { $0.elements.compactMap(\.string) } ?? []
        lineItemsURL = serviceURL(claim, "lineitems", "ags", &warnings)
        lineItemURL = serviceURL(claim, "lineitem", "ags", &warnings)
    }
}

/// A URL that a token may be sent to: https, or plain http on the machine itself.
func serviceURL(_ claim: JSONValue, _ name: String, _ service: String, _ warnings: inout [String]) -> String? {
    guard let text = claim.text(name) else { return nil }
    guard let address = WebAddress(text), address.isLinkable else {
        warnings.append("url_unusable:\(service).\(name)")
        return nil
    }
    return text
}

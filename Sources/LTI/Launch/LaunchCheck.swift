/// The checks of a launch, in the order in which they are made (Security Framework 1.0 §5.1.3, LTI Core 1.3 §5.3).
public enum LaunchCheck: String, Sendable, CaseIterable, Hashable {
    /// The form that the platform posted.
    case response
    case state
    case registration
    /// Size, parts and JSON of the token.
    case form
    case algorithm
    case key
    case signature
    case issuer
    case audience
    case authorizedParty = "authorized_party"
    case expiry
    case issuedAt = "issued_at"
    case notBefore = "not_before"
    case nonce
    case messageType = "message_type"
    case version
    case deployment
    case targetLink = "target_link"
    case resourceLink = "resource_link"
    case user
    case roles
    case context
    case custom
    case presentation
    case services
    case deepLinking = "deep_linking"
    /// Whom the message is about.
    case forUser = "for_user"
}

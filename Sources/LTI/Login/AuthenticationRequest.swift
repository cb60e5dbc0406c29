import Values

/// The tool's answer to a login initiation: an OpenID Connect request that the browser carries to the platform
/// (Security Framework 1.0 §5.1.1.2).
public struct AuthenticationRequest: Sendable {
    public var clientID: String
    /// One of the URIs that are registered with the platform, byte for byte.
    public var redirectURI: String
    public var loginHint: String
    public var messageHint: String?
    public var state: String
    public var nonce: String

    public init(answering login: LoginInitiation, clientID: String, redirectURI: String, state: String, nonce: String) {
        self.clientID = clientID
        self.redirectURI = redirectURI
        loginHint = login.loginHint
        messageHint = login.messageHint
        self.state = state
        self.nonce = nonce
    }

    /// The authorization endpoint with the request in its query; a query of the endpoint's own stays.
    public func url(at authorizationEndpoint: String) -> String {
        var form = URLEncodedForm([
            ("scope", "openid"), ("response_type", "id_token"), ("response_mode", "form_post"), ("prompt", "none"),
            ("client_id", clientID), ("redirect_uri", redirectURI), ("login_hint", loginHint), ("state", state),
            ("nonce", nonce),
        ])
        if let messageHint { form.fields.append(("lti_message_hint", messageHint)) }
        return form.appended(to: authorizationEndpoint)
    }
}

public import Values

/// What the platform's form brought to the redirect URI (Security Framework 1.0 §5.1.1.3, §5.1.1.5).
public enum AuthenticationResponse: Sendable, Equatable {
    /// A token to be validated. The state may be missing, which the validation then names.
    case token(String, state: String?)
    /// The platform refused (OpenID Connect Core 1.0 §3.1.2.6).
    case platformError(PlatformError, state: String?)

    public struct PlatformError: Sendable, Equatable {
        /// Such as `login_required`; at most 64 characters of the set that OAuth allows, others dropped.
        public let code: String
        /// The platform's own words, at most 500 characters; never to be shown unescaped.
        public let explanation: String?
    }

    /// - Throws: ``LaunchReason`` when there is neither a token nor an error, or one of the fields came twice.
    public init(_ form: URLEncodedForm) throws(LaunchReason) {
        let ours = ["id_token", "state", "error", "error_description"]
        if let name = form.repeatedNames.first(where: ours.contains) { throw .parameterRepeated(name) }
        let state = form["state"].flatMap { $0.isEmpty ? nil : $0 }
        if let error = form["error"] {
            let kept = error.unicodeScalars.filter { (0x21...0x7E).contains($0.value) && $0 != "\"" && $0 != "\\" }
            let code = String(String.UnicodeScalarView(kept.prefix(64)))
            let explanation = form["error_description"].map { String($0.prefix(500)) }
            self = .platformError(PlatformError(code: code, explanation: explanation), state: state)
            return
        }
        guard let token = form["id_token"], !token.isEmpty else { throw .tokenMissing }
        self = .token(token, state: state)
    }
}

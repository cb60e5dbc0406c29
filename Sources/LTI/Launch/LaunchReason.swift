/// One thing that is wrong with a launch, in a form that programs can compare.
public struct LaunchReason: Error, Sendable, Hashable, CustomStringConvertible {
    /// Such as `kid_missing`, `version_unsupported` or `claim_missing:roles`. Stable.
    public let code: String
    public let check: LaunchCheck
    public let failureClass: LaunchFailureClass
    /// 401 where the token can't be trusted, 400 where a trusted token is no usable message.
    public let status: Int
    /// What was found and what was expected, for staff; without the token, names or addresses.
    public let detail: String?

    init(
        _ code: String, _ check: LaunchCheck, status: Int = 401, _ failureClass: LaunchFailureClass = .refused,
        detail: String? = nil
    ) {
        self.code = code
        self.check = check
        self.failureClass = failureClass
        self.status = status
        self.detail = detail
    }

    public var description: String { code }
}

/// What the browser is told; everything finer stands in the launch record only.
public enum LaunchFailureClass: String, Sendable, CaseIterable {
    /// Too old, or used before: launching again helps.
    case expired
    /// The browser keeps no cookie for us here; a window of our own helps.
    case cookiesBlocked = "cookies_blocked"
    /// The platform, or its deployment, isn't registered or not active.
    case notRegistered = "not_registered"
    /// The deployment waits for an administrator.
    case waitingForApproval = "waiting_for_approval"
    /// The platform sent an error in place of a token.
    case platformError = "platform_error"
    /// The user's role doesn't allow what the message asks for.
    case notPermitted = "not_permitted"
    /// The platform's keys can't be read at the moment.
    case keysUnavailable = "keys_unavailable"
    case refused
}

// The state and the response
extension LaunchReason {
    public static let tokenMissing = LaunchReason("id_token_missing", .response, status: 400)
    public static func parameterRepeated(_ name: String) -> LaunchReason {
        LaunchReason("parameter_repeated:\(name)", .response, status: 400)
    }
    public static func parameterMissing(_ name: String) -> LaunchReason {
        LaunchReason("parameter_missing:\(name)", .response, status: 400)
    }
    public static func parameterTooLong(_ name: String) -> LaunchReason {
        LaunchReason("parameter_too_long:\(name)", .response, status: 400)
    }
    public static func platformError(_ code: String, explanation: String? = nil) -> LaunchReason {
        LaunchReason("platform_error:\(code)", .response, status: 400, .platformError, detail: explanation)
    }
    public static let stateMissing = LaunchReason("state_missing", .state)
    public static let stateUnknown = LaunchReason("state_unknown", .state, .expired)
    public static let stateExpired = LaunchReason("state_expired", .state, .expired)
    public static let stateUsed = LaunchReason("state_used", .state, .expired)
    public static let browserUnproven = LaunchReason("browser_unproven", .state, .cookiesBlocked)
    public static let foreignBrowser = LaunchReason("state_of_another_browser", .state)
}

// The registration
extension LaunchReason {
    public static let registrationUnknown = LaunchReason("registration_unknown", .registration, .notRegistered)
    public static let registrationDisabled = LaunchReason(
        "registration_disabled", .registration, status: 403, .notRegistered)
    public static let deploymentUnknown = LaunchReason("deployment_unknown", .deployment, status: 403, .notRegistered)
    public static let deploymentDisabled = LaunchReason("deployment_disabled", .deployment, status: 403, .notRegistered)
    public static let deploymentWaiting = LaunchReason(
        "deployment_waiting", .deployment, status: 202, .waitingForApproval)
    public static let keysUnavailable = LaunchReason("keys_unavailable", .key, status: 503, .keysUnavailable)
}

extension LaunchReason {
    /// A good message of a kind that this tool doesn't serve.
    public static let messageNotServed = LaunchReason("message_not_served", .messageType, status: 400)
    /// Only those who teach or build a course may place content in it.
    public static let roleNotPermitted = LaunchReason("role_not_permitted", .roles, status: 403, .notPermitted)
}

// The token's form and signature
extension LaunchReason {
    static let tokenTooLarge = LaunchReason("token_too_large", .form, status: 400)
    static let tokenEncrypted = LaunchReason("token_encrypted", .form, status: 400)
    static func tokenMalformed(_ detail: String) -> LaunchReason {
        LaunchReason("token_malformed", .form, detail: detail)
    }
    static func algorithmRefused(_ detail: String) -> LaunchReason {
        LaunchReason("algorithm_refused", .algorithm, detail: detail)
    }
    static let kidMissing = LaunchReason("kid_missing", .key)
    static func kidUnknown(known: Int) -> LaunchReason {
        LaunchReason("kid_unknown", .key, detail: "the platform publishes \(known) usable keys, none of that id")
    }
    static func keyUnsuitable(_ detail: String) -> LaunchReason {
        LaunchReason("key_unsuitable", .key, detail: detail)
    }
    static let signatureInvalid = LaunchReason("signature_invalid", .signature)
}

// The security claims
extension LaunchReason {
    static func issuerMismatch(expected: String) -> LaunchReason {
        LaunchReason("issuer_mismatch", .issuer, detail: "expected exactly \(expected)")
    }
    static func audienceMismatch(expected: String) -> LaunchReason {
        LaunchReason("audience_mismatch", .audience, detail: "expected \(expected)")
    }
    static let audienceUntrusted = LaunchReason("audience_untrusted", .audience)
    static let azpMissing = LaunchReason("azp_missing", .authorizedParty)
    static let azpMismatch = LaunchReason("azp_mismatch", .authorizedParty)
    static func tokenExpired(seconds: Int64) -> LaunchReason {
        LaunchReason("token_expired", .expiry, .expired, detail: "\(seconds) s ago")
    }
    static let expInvalid = LaunchReason("exp_invalid", .expiry)
    static let iatInvalid = LaunchReason("iat_invalid", .issuedAt)
    static func iatOutOfRange(_ detail: String) -> LaunchReason {
        LaunchReason("iat_out_of_range", .issuedAt, detail: detail)
    }
    static let notYetValid = LaunchReason("not_yet_valid", .notBefore)
    static let nonceMissing = LaunchReason("nonce_missing", .nonce)
    static let nonceMismatch = LaunchReason("nonce_mismatch", .nonce)
    /// The nonce belongs to a login that was completed before.
    public static let nonceReplayed = LaunchReason("nonce_replayed", .nonce)
}

// The message
extension LaunchReason {
    static let notAnLTIMessage = LaunchReason("not_an_lti_message", .messageType, status: 400)
    static func messageTypeUnknown(_ type: String) -> LaunchReason {
        LaunchReason("message_type_unknown", .messageType, status: 400, detail: String(type.prefix(80)))
    }
    static let versionMissing = LaunchReason("version_missing", .version, status: 400)
    static func versionUnsupported(_ version: String) -> LaunchReason {
        LaunchReason("version_unsupported", .version, status: 400, detail: String(version.prefix(20)))
    }
    static func claimMissing(_ name: String, _ check: LaunchCheck) -> LaunchReason {
        LaunchReason("claim_missing:\(name)", check, status: 400)
    }
    static func claimMalformed(_ name: String, _ check: LaunchCheck, _ detail: String? = nil) -> LaunchReason {
        LaunchReason("claim_malformed:\(name)", check, status: 400, detail: detail)
    }
    static let targetForeign = LaunchReason(
        "target_link_uri_foreign", .targetLink, status: 400, detail: "the link leads to a host that isn't this tool's")
    static let targetChanged = LaunchReason(
        "target_link_uri_changed", .targetLink, status: 400, detail: "the login named another target")
}

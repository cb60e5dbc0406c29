import Texts

/// What to change in the learning platform, or here, so that a launch that failed for a reason works.
enum LaunchAdvice {
    /// By the stable code of the reason; nil where nothing better can be said than the code itself.
    static func key(_ code: String) -> TextKey? {
        let head = String(code.prefix { $0 != ":" })
        return exact[code] ?? exact[head] ?? families.first { head.hasPrefix($0.prefix) }?.key
    }

    private static let exact: [String: TextKey] = [
        "kid_missing": .adviceKeys, "kid_unknown": .adviceKeys, "signature_invalid": .adviceKeys,
        "key_unsuitable": .adviceKeys, "keys_unavailable": .adviceKeySet, "issuer_mismatch": .adviceIssuer,
        "audience_mismatch": .adviceClient, "audience_untrusted": .adviceClient, "token_expired": .adviceClock,
        "iat_out_of_range": .adviceClock, "not_yet_valid": .adviceClock, "browser_unproven": .adviceCookies,
        "state_of_another_browser": .adviceAgain, "claim_missing:sub": .adviceUser,
        "claim_missing:roles": .adviceRoles, "deployment_waiting": .adviceDeployment,
        "deployment_unknown": .adviceDeployment, "deployment_disabled": .adviceDeployment,
        "registration_unknown": .adviceRegister, "registration_disabled": .adviceSwitchOn,
        "role_not_permitted": .adviceRole, "platform_error": .advicePlatform, "message_not_served": .adviceMessage,
        "message_type_unknown": .adviceMessage, "claim_missing": .adviceVersion, "claim_malformed": .adviceVersion,
        "not_an_lti_message": .adviceVersion, "id_token_missing": .adviceVersion,
    ]

    private static let families: [(prefix: String, key: TextKey)] = [
        ("algorithm", .adviceAlgorithm), ("azp", .adviceClient), ("nonce", .adviceAgain), ("state", .adviceAgain),
        ("version", .adviceVersion), ("target_link_uri", .adviceTarget), ("parameter", .adviceLogin),
        ("token", .adviceVersion), ("exp", .adviceClock), ("iat", .adviceClock),
    ]
}

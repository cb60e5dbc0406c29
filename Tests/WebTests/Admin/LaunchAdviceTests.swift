import Foundation
import LTI
import Testing
import Texts

@testable import Web

@Suite("Advice after a launch that failed")
struct LaunchAdviceTests {
    /// As `LaunchReason` gives them.
    private static let codes = [
        "id_token_missing", "parameter_repeated:iss", "parameter_missing:iss", "parameter_too_long:iss",
        "platform_error:login_required", "state_missing", "state_unknown", "state_expired", "state_used",
        "browser_unproven", "state_of_another_browser", "registration_unknown", "registration_disabled",
        "deployment_unknown", "deployment_disabled", "deployment_waiting", "keys_unavailable", "message_not_served",
        "role_not_permitted", "token_too_large", "token_encrypted", "token_malformed", "algorithm_refused",
        "kid_missing", "kid_unknown", "key_unsuitable", "signature_invalid", "issuer_mismatch", "audience_mismatch",
        "audience_untrusted", "azp_missing", "azp_mismatch", "token_expired", "exp_invalid", "iat_invalid",
        "iat_out_of_range", "not_yet_valid", "nonce_missing", "nonce_mismatch", "nonce_replayed",
        "not_an_lti_message", "message_type_unknown", "version_missing", "version_unsupported", "claim_missing:sub",
        "claim_missing:roles", "claim_malformed:context", "target_link_uri_foreign", "target_link_uri_changed",
    ]

    @Test("Every reason for which a launch is refused has advice", arguments: codes)
    func advice(code: String) {
        #expect(LaunchAdvice.key(code) != nil)
    }

    @Test("The reasons with advice are all that there are")
    func complete() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/LTI/Launch/LaunchReason.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let given = source.matches(of: /LaunchReason\(\s*"([a-z_]+)/).map { String($0.1) }
        let known = Set(Self.codes.map { String($0.prefix { $0 != ":" }) })
        #expect(given.count > 40 && Set(given) == known)
    }

    @Test("Each check of a launch has words of its own in every language", arguments: Language.allCases)
    func words(language: Language) {
        let words = LaunchCheck.allCases.map { Wording(language)(LaunchCheckWords.key($0)) }
        #expect(Set(words).count == LaunchCheck.allCases.count)
    }
}

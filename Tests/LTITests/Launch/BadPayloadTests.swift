import Cryptography
import JOSE
import JSON
import Testing
import Values

@testable import LTI

@Suite("Payloads of the certification list that have to be refused")
struct BadPayloadTests {
    private func refusal(_ change: (inout TestPlatform) -> Void) throws -> LaunchVerdict {
        var platform = TestPlatform()
        change(&platform)
        let verdict = try platform.verdict()
        #expect(verdict.launch == nil)
        return verdict
    }

    @Test("LTI-BAD-01: a token without kid is refused, and its claims aren't looked at")
    func missingKeyID() throws {
        let verdict = try refusal { $0.keyID = nil }
        #expect(verdict.codes == ["kid_missing"])
        #expect(verdict.status == 401)
        #expect(verdict.result(of: .signature) == .notReached)
        #expect(verdict.result(of: .issuer) == .notReached)
        #expect(verdict.result(of: .roles) == .notReached)
    }

    @Test("LTI-BAD-02: a token of an unknown kid asks for other keys")
    func unknownKeyID() throws {
        let verdict = try refusal { $0.keyID = "rotated" }
        #expect(verdict.codes == ["kid_unknown"])
        #expect(verdict.needsOtherKeys)
        #expect(verdict.status == 401)
    }

    @Test("LTI-BAD-03: another version is refused", arguments: ["11.3", "1.2.0", "1.3", ""])
    func wrongVersion(version: String) throws {
        let verdict = try refusal { $0[ClaimName.version] = .string(version) }
        #expect(verdict.codes == ["version_unsupported"])
        #expect(verdict.status == 400)
    }

    @Test("LTI-BAD-04: a missing version is refused")
    func missingVersion() throws {
        #expect(try refusal { $0[ClaimName.version] = nil }.codes == ["version_missing"])
    }

    @Test("LTI-BAD-05: signed JSON that is no LTI message is told from a text that is no token")
    func notAMessage() throws {
        let verdict = try refusal {
            $0.claims.removeAll { $0.0.hasPrefix("https://purl.imsglobal.org/spec/lti/claim/") }
        }
        #expect(verdict.codes == ["not_an_lti_message"])
        #expect(verdict.status == 400)
        let garbage = try TestPlatform().verdict(of: "this is no token")
        #expect(garbage.codes == ["token_malformed"])
        #expect(garbage.status == 401)
    }

    @Test("LTI-BAD-06: all missing claims are named at once")
    func missingClaims() throws {
        let verdict = try refusal { platform in
            for claim in [ClaimName.roles, ClaimName.resourceLink, ClaimName.targetLinkURI] { platform[claim] = nil }
        }
        #expect(
            verdict.codes == ["claim_missing:target_link_uri", "claim_missing:resource_link.id", "claim_missing:roles"])
        #expect(verdict.status == 400)
    }

    @Test("LTI-BAD-07, LTI-BAD-25: an expired token is refused as expired")
    func expired() throws {
        let verdict = try refusal {
            $0["iat"] = .number(TestPlatform.now.unixSeconds - 3_700)
            $0["exp"] = .number(TestPlatform.now.unixSeconds - 3_600)
        }
        #expect(verdict.codes == ["token_expired", "iat_out_of_range"])
        #expect(verdict.status == 401)
    }

    @Test(
        "LTI-BAD-08, LTI-BAD-09, LTI-BAD-10, LTI-BAD-11, LTI-BAD-12: each missing claim is named",
        arguments: [
            (ClaimName.messageType, "claim_missing:message_type"), (ClaimName.roles, "claim_missing:roles"),
            (ClaimName.deploymentID, "claim_missing:deployment_id"),
            (ClaimName.resourceLink, "claim_missing:resource_link.id"), ("sub", "claim_missing:sub"),
        ])
    func missingClaim(claim: String, code: String) throws {
        let verdict = try refusal { $0[claim] = nil }
        #expect(verdict.codes == [code])
        #expect(verdict.status == 400)
        #expect(verdict.result(of: .signature) == .passed)
    }

    @Test(
        "LTI-BAD-13, LTI-IDT-07: the issuer is compared byte for byte",
        arguments: ["https://lms.example/", "https://LMS.example", "https://other.example"])
    func wrongIssuer(issuer: String) throws {
        #expect(try refusal { $0["iss"] = .string(issuer) }.codes == ["issuer_mismatch"])
    }

    @Test("LTI-BAD-14: an audience that isn't ours is refused with 401", arguments: ["client-2", ""])
    func wrongAudience(audience: String) throws {
        let verdict = try refusal { $0["aud"] = .string(audience) }
        #expect(verdict.codes == ["audience_mismatch"])
        #expect(verdict.status == 401)
    }

    @Test("LTI-BAD-15, LTI-IDT-09: an audience that nobody trusts spoils ours")
    func extraAudience() throws {
        let verdict = try refusal {
            $0["aud"] = ["client-1", "https://evil.example"]
            $0["azp"] = "client-1"
        }
        #expect(verdict.codes == ["audience_untrusted"])
    }

    @Test("LTI-BAD-16, LTI-IDT-10, LTI-IDT-11: several audiences need azp, and azp is ours")
    func authorizedParty() throws {
        let missing = try refusal {
            $0.registration.trustedAudiences = ["https://service.example"]
            $0["aud"] = ["client-1", "https://service.example"]
        }
        #expect(missing.codes == ["azp_missing"])
        #expect(try refusal { $0["azp"] = "client-2" }.codes == ["azp_mismatch"])
    }

    @Test("LTI-BAD-17, LTI-IDT-16: a token without nonce is refused")
    func missingNonce() throws {
        #expect(try refusal { $0["nonce"] = nil }.codes == ["nonce_missing"])
    }

    @Test("LTI-BAD-18, LTI-STATE-05: the nonce of another login is refused")
    func foreignNonce() throws {
        let verdict = try refusal { $0["nonce"] = "another" }
        #expect(verdict.codes == ["nonce_mismatch"])
        #expect(verdict.hasForeignNonce)
        #expect(verdict.status == 401)
    }

    @Test(
        "LTI-BAD-20, LTI-STATE-02: without the state of this browser nothing is accepted",
        arguments: [
            (LoginFacts.missing, "state_missing"), (.unknown, "state_unknown"), (.expired, "state_expired"),
            (.used, "state_used"), (.browserUnproven, "browser_unproven"),
            (.foreignBrowser, "state_of_another_browser"),
        ])
    func badState(facts: LoginFacts, code: String) throws {
        let verdict = try refusal { $0.login = facts }
        #expect(verdict.codes == [code])
        #expect(verdict.status == 401)
        #expect(verdict.result(of: .issuer) == .passed)
    }

    @Test("LTI-BAD-21: another key under the right kid is refused")
    func otherKey() throws {
        let verdict = try refusal { $0.key = TestPlatform.otherKey }
        #expect(verdict.codes == ["signature_invalid"])
        #expect(verdict.result(of: .messageType) == .notReached)
    }

    @Test("LTI-BAD-22, LTI-BAD-23, LTI-IDT-03, LTI-IDT-04: none and HMAC are no algorithms here")
    func unsignedAndSymmetric() throws {
        let platform = TestPlatform()
        let payload = JSONNode.object(platform.claims).serialized
        let none =
            Base64URL.encode(JSONNode(dictionaryLiteral: ("alg", "none"), ("kid", "platform-1")).serialized)
            + "." + Base64URL.encode(payload) + "."
        #expect(try platform.verdict(of: none).codes == ["algorithm_refused"])
        let head = JSONNode(dictionaryLiteral: ("alg", "HS256"), ("kid", "platform-1"))
        let input = Base64URL.encode(head.serialized) + "." + Base64URL.encode(payload)
        let pem = try TestPlatform.key.publicKey.pem()
        let code = MessageAuthentication(key: Array(pem.utf8)).code(for: Array(input.utf8))
        let symmetric = try platform.verdict(of: input + "." + Base64URL.encode(code))
        #expect(symmetric.codes == ["algorithm_refused"])
        #expect(symmetric.status == 401)
    }

    @Test("LTI-IDT-06: an algorithm that wasn't agreed on is refused, and accepted once it was")
    func otherAlgorithm() throws {
        var platform = TestPlatform()
        platform.algorithm = .RS384
        platform.keys = JSONWebKeySet(
            keys: [JSONWebKey(publicKey: TestPlatform.key.publicKey, alg: .RS384, kid: "platform-1")])
        #expect(try platform.verdict().codes == ["algorithm_refused"])
        platform.registration.algorithms = AllowedAlgorithms([.RS256, .RS384])
        #expect(try platform.verdict().codes == [])
    }

    @Test("LTI-BAD-24, LTI-IDT-02: one changed byte of payload or signature is enough")
    func tampered() throws {
        let platform = TestPlatform()
        let parts = try platform.token().split(separator: ".").map(String.init)
        var other = platform
        other["sub"] = "learner-8"
        let payload = Base64URL.encode(JSONNode.object(other.claims).serialized)
        #expect(try platform.verdict(of: "\(parts[0]).\(payload).\(parts[2])").codes == ["signature_invalid"])
        var signature = try #require(Base64URL.decode(parts[2]))
        signature[17] ^= 1
        let changed = "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))"
        #expect(try platform.verdict(of: changed).codes == ["signature_invalid"])
    }

    @Test("LTI-BAD-26, LTI-IDT-15: a token of the future, or an old one that is still open, is refused")
    func strangeTimes() throws {
        let now = TestPlatform.now.unixSeconds
        let future = try refusal {
            $0["iat"] = .number(now + 3_600)
            $0["exp"] = .number(now + 7_200)
        }
        #expect(future.codes == ["iat_out_of_range"])
        let old = try refusal {
            $0["iat"] = .number(now - 7_200)
            $0["exp"] = .number(now + 7_200)
        }
        #expect(old.codes == ["iat_out_of_range"])
    }

    @Test("LTI-BAD-27: a token that isn't valid yet is refused")
    func notBefore() throws {
        let verdict = try refusal { $0["nbf"] = .number(TestPlatform.now.unixSeconds + 600) }
        #expect(verdict.codes == ["not_yet_valid"])
    }

    @Test("LTI-BAD-28, LTI-BAD-29, LTI-BAD-30: a missing target, roles that are a string, a link without id")
    func malformedClaims() throws {
        #expect(try refusal { $0[ClaimName.targetLinkURI] = nil }.codes == ["claim_missing:target_link_uri"])
        #expect(try refusal { $0[ClaimName.roles] = "Learner" }.codes == ["claim_malformed:roles"])
        #expect(try refusal { $0[ClaimName.resourceLink] = "link-1" }.codes == ["claim_malformed:resource_link"])
        #expect(try refusal { $0[ClaimName.resourceLink] = ["id": ""] }.codes == ["claim_missing:resource_link.id"])
        let long = JSONNode.string(String(repeating: "x", count: 256))
        #expect(
            try refusal { $0[ClaimName.resourceLink] = ["id": long] }.codes == ["claim_malformed:resource_link.id"])
    }

    @Test("LTI-BAD-31: a deep linking request needs its settings, and each of the required ones")
    func deepLinkingSettings() throws {
        let settings = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
        let without = try refusal { $0[ClaimName.messageType] = "LtiDeepLinkingRequest" }
        #expect(without.codes == ["claim_missing:deep_linking_settings"])
        let partly = try refusal {
            $0[ClaimName.messageType] = "LtiDeepLinkingRequest"
            $0[settings] = ["deep_link_return_url": "https://lms.example/return", "accept_types": ["ltiResourceLink"]]
        }
        #expect(partly.codes == ["claim_missing:deep_linking_settings.accept_presentation_document_targets"])
    }

    @Test("LTI-BAD-32: a token of our own, sent back to us, is refused")
    func reflected() throws {
        let platform = TestPlatform()
        let assertion = ClientAssertion(
            clientID: "client-1", audience: "https://lms.example/token", id: "a", issuedAt: TestPlatform.now)
        let token = try assertion.signed(by: TestPlatform.otherKey, keyID: "tool-key")
        #expect(try platform.verdict(of: token).status == 401)
        let underTheirName = try assertion.signed(by: TestPlatform.key, keyID: "platform-1")
        let verdict = try platform.verdict(of: underTheirName)
        #expect(verdict.codes.contains("issuer_mismatch"))
        #expect(verdict.status == 401)
    }

    @Test("LTI-BAD-33: an encrypted token is refused with 400")
    func encrypted() throws {
        let verdict = try TestPlatform().verdict(of: "a.b.c.d.e")
        #expect(verdict.codes == ["token_encrypted"])
        #expect(verdict.status == 400)
    }

    @Test("LTI-BAD-34: two tokens in one form are refused with 400")
    func twoTokens() {
        let form = URLEncodedForm([("id_token", "a"), ("state", "s"), ("id_token", "b")])
        let reason = #expect(throws: LaunchReason.self) { try AuthenticationResponse(form) }
        #expect(reason?.code == "parameter_repeated:id_token")
        #expect(reason?.status == 400)
    }
}

import JSON
import Testing
import Values

@testable import LTI

@Suite("The claims of a launch")
struct ClaimTests {
    private func verdict(_ change: (inout TestPlatform) -> Void) throws -> LaunchVerdict {
        var platform = TestPlatform()
        change(&platform)
        return try platform.verdict()
    }

    @Test("LTI-CLM-01: an unknown message type is refused with 400")
    func unknownMessage() throws {
        let verdict = try verdict { $0[ClaimName.messageType] = "LtiFooRequest" }
        #expect(verdict.codes == ["message_type_unknown"])
        #expect(verdict.status == 400)
    }

    @Test(
        "LTI-CLM-03: the deployment id is a string of at most 255 ASCII characters",
        arguments: [
            JSONNode.string(String(repeating: "d", count: 256)), 7, "é", ["id": "1"],
        ])
    func deployment(value: JSONNode) throws {
        #expect(try verdict { $0[ClaimName.deploymentID] = value }.codes == ["claim_malformed:deployment_id"])
    }

    @Test("LTI-CLM-07: a target that differs from the login's is a warning, or refused by setting")
    func changedTarget() throws {
        let tolerant = try verdict { $0[ClaimName.targetLinkURI] = "https://tool.example/learn?item=2" }
        #expect(tolerant.launch?.targetLinkURI == "https://tool.example/learn?item=2")
        #expect(tolerant.warnings == ["target_link_uri_changed:target_link_uri"])
        let strict = try verdict {
            $0[ClaimName.targetLinkURI] = "https://tool.example/learn?item=2"
            $0.registration.requiresSameTarget = true
        }
        #expect(strict.codes == ["target_link_uri_changed"])
    }

    @Test(
        "LTI-CLM-08: a target on another host is refused",
        arguments: [
            "https://evil.example/", "https://tool.example.evil.example/", "https://tool.example@evil.example/",
            "http://tool.example/learn", "javascript:alert(1)", "//evil.example", "https://tool.example:8443/",
        ])
    func foreignTarget(target: String) throws {
        #expect(try verdict { $0[ClaimName.targetLinkURI] = .string(target) }.codes == ["target_link_uri_foreign"])
    }

    @Test("LTI-CLM-14, LTI-BAD-12: without sub the user is anonymous where the registration has that")
    func anonymous() throws {
        let verdict = try verdict {
            $0["sub"] = nil
            $0.registration.allowsAnonymous = true
        }
        #expect(verdict.launch != nil)
        #expect(verdict.launch?.subject == nil)
    }

    @Test("LTI-CLM-17: a context needs its id")
    func contextID() throws {
        #expect(try verdict { $0[ClaimName.context] = ["title": "x"] }.codes == ["claim_missing:context.id"])
        #expect(try verdict { $0[ClaimName.context] = "x" }.codes == ["claim_malformed:context"])
    }

    @Test(
        "LTI-CLM-18: context types are read in all their forms",
        arguments: [
            "http://purl.imsglobal.org/vocab/lis/v2/course#CourseSection", "CourseSection",
            "urn:lti:context-type:ims/lis/CourseSection",
        ])
    func contextType(type: String) throws {
        let context = ["id": "c", "type": [.string(type), "http://vendor.example/Odd"]] as JSONNode
        let launch = try verdict { $0[ClaimName.context] = context }.launch
        #expect(launch?.context?.kinds == [.courseSection])
        #expect(launch?.context?.types.count == 2)
    }

    @Test("LTI-CLM-22: a return address that isn't https is never shown")
    func returnURL() throws {
        for (url, kept) in [
            ("https://lms.example/back?a=1", true), ("javascript:alert(1)", false),
            ("http://lms.example/", false),
        ] {
            let launch = try verdict { $0[ClaimName.launchPresentation] = ["return_url": .string(url)] }.launch
            #expect((launch?.presentation?.returnURL != nil) == kept)
        }
    }

    @Test("LTI-CLM-21: messages for the way back are added to the query that is there")
    func returnMessage() throws {
        let launch = try verdict {
            $0[ClaimName.launchPresentation] = ["return_url": "https://lms.example/back?a=1"]
        }.launch
        let url = launch?.presentation?.returnURL(errorMessage: "not yet")
        #expect(url == "https://lms.example/back?a=1&lti_errormsg=not%20yet")
    }

    @Test("LTI-CLM-23: custom values of any type are kept apart")
    func custom() throws {
        let result = try verdict {
            $0[ClaimName.custom] = [
                "binding": "abc", "empty": "", "unknown": "$CourseSection.timeFrame.begin", "price": "$5 a month",
                "number": 7, "nothing": nil,
            ]
        }
        let custom = try #require(result.launch?.custom)
        #expect(custom["binding"] == "abc")
        #expect(custom["empty"] == "")
        #expect(custom["unknown"] == nil)
        #expect(custom["price"] == "$5 a month")
        #expect(custom["number"] == nil)
        #expect(custom["nothing"] == nil)
        #expect(result.warnings == ["not_a_string:custom.number", "not_a_string:custom.nothing"])
    }

    @Test("LTI-CLM-25: mentored users count with the mentor role only")
    func mentor() throws {
        let mentor = try verdict {
            $0[ClaimName.roles] = ["Mentor"]
            $0[ClaimName.roleScopeMentor] = ["u1", "u2"]
        }
        #expect(mentor.launch?.mentoredUsers == ["u1", "u2"])
        #expect(try verdict { $0[ClaimName.roleScopeMentor] = ["u1"] }.launch?.mentoredUsers == [])
    }

    @Test("LTI-CLM-28, LTI-AGS-01, LTI-AGS-02: service addresses are read, and kept only when a token may go there")
    func services() throws {
        let result = try verdict {
            $0[ClaimName.assignmentAndGrades] = [
                "scope": [.string(GradeScope.score)], "lineitem": "",
                "lineitems": "http://lms.example/items",
            ]
            $0[ClaimName.namesAndRoles] = [
                "context_memberships_url": "https://lms.example/members?c=1", "service_versions": ["1.0", "2.0"],
            ]
        }
        #expect(result.launch?.assignmentAndGrades?.scopes == [GradeScope.score])
        #expect(result.launch?.assignmentAndGrades?.lineItemURL == nil)
        #expect(result.launch?.assignmentAndGrades?.lineItemsURL == nil)
        #expect(result.launch?.namesAndRoles?.membershipsURL == "https://lms.example/members?c=1")
        #expect(result.warnings == ["url_unusable:ags.lineitems"])
    }

    @Test("LTI-CLM-29: the user's language goes before the presentation's")
    func locale() throws {
        let both = try verdict {
            $0["locale"] = "fr-FR"
            $0[ClaimName.launchPresentation] = ["locale": "de"]
        }
        #expect(both.launch?.locale == "fr-FR")
        #expect(try verdict { $0[ClaimName.launchPresentation] = ["locale": "de"] }.launch?.locale == "de")
    }

    @Test("LTI-IDT-23: each check of a refused launch is passed, failed or not reached")
    func everyCheck() throws {
        let verdict = try verdict { $0[ClaimName.roles] = nil }
        #expect(verdict.checks.map(\.check) == LaunchCheck.allCases)
        #expect(verdict.checks.filter { $0.result == .passed }.count == LaunchCheck.allCases.count - 1)
        let forged = try self.verdict { $0.key = TestPlatform.otherKey }
        let reached = forged.checks.filter { $0.result != .notReached }.map(\.check)
        #expect(reached == [.response, .state, .registration, .form, .algorithm, .key, .signature])
    }

    @Test("Deep linking needs neither resource link nor roles, and keeps data untouched")
    func deepLinking() throws {
        let launch = try verdict {
            $0[ClaimName.messageType] = "LtiDeepLinkingRequest"
            $0[ClaimName.resourceLink] = nil
            $0[ClaimName.roles] = nil
            $0[ClaimName.deepLinkingSettings] = [
                "deep_link_return_url": "https://lms.example/return", "accept_types": ["ltiResourceLink"],
                "accept_presentation_document_targets": ["iframe"], "accept_multiple": true, "data": "a\"b/é",
            ]
        }.launch
        #expect(launch?.messageType == .deepLinking)
        #expect(launch?.deepLinking?.acceptsMultiple == true)
        #expect(launch?.deepLinking?.data?.text == #""a\"b/é""#)
        #expect(launch?.roles.standing == .guest)
    }
}

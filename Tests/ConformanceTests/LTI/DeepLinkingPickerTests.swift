import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import LTI
import ServiceWorld
import TestWorld
import Testing
import Values

@Suite("Deep linking: who may choose, and what", .serialized)
struct DeepLinkingPickerTests {
    @Test("LTI-DL-03, LTI-DL-31: without a required setting, or with a return address in the open, it is refused")
    func settings() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            for name in ["deep_link_return_url", "accept_types", "accept_presentation_document_targets"] {
                await service.lms.changeDeepLinking([(name, nil)])
                let refused = try await teacher.open()
                #expect(refused.status == 400 && refused.forms.isEmpty, "\(name)")
            }
            for url in ["http://lms.example/return", "javascript:alert(1)"] {
                await service.lms.changeDeepLinking([("deep_link_return_url", .string(url))])
                #expect(try await teacher.open().status == 400)
            }
        }
    }

    @Test("LTI-DL-04, LTI-DL-05: learners, assistants and people without a role may not choose")
    func roles() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            #expect(try await teacher.open(as: "u-1001").status == 403)
            let roles = "http://purl.imsglobal.org/vocab/lis/v2/membership"
            let refused: [JSONNode?] = [
                nil, [], [.string(roles + "#Learner")], [.string(roles + "/Instructor#TeachingAssistant")],
            ]
            for claim in refused {
                await service.tamper(ClaimName.roles, claim)
                let page = try await teacher.open()
                #expect(page.status == 403 && page.text.contains("Only teachers can do this"))
            }
            for role in ["Instructor", "ContentDeveloper", "Administrator"] {
                await service.tamper(ClaimName.roles, [.string(roles + "#" + role)])
                #expect(try await teacher.open().url.contains("/lti/deep-linking/"))
            }
        }
    }

    @Test(
        "LTI-DL-01: everything that a resource link launch is checked for is checked here too",
        arguments: [
            LaunchTampering.broken { $0.keyID = .missing }, .broken { $0.keyID = .other("kid-9") },
            .broken { $0.signature = .foreignKey }, .broken { $0.signature = .payloadChangedAfterwards },
            .broken { $0.signature = .none }, .broken { $0.signature = .symmetric },
            .broken { $0.claims = [("iss", "https://other.example")] }, .broken { $0.claims = [("aud", "other")] },
            .broken { $0.claims = [("nonce", "other")] }, .broken { $0.claims = [("exp", 1)] },
            .broken { $0.claims = [("iat", 1)] }, .broken { $0.claims = [(ClaimName.version, "11.3")] },
            .broken { $0.claims = [(ClaimName.version, nil)] },
            .broken { $0.claims = [(ClaimName.messageType, nil)] },
            .broken { $0.claims = [(ClaimName.deploymentID, nil)] },
            .broken { $0.claims = [(ClaimName.targetLinkURI, nil)] }, .broken { $0.rawToken = "not-a-token" },
            .broken { $0.state = "a-state-of-nobody" },
        ])
    func checked(_ tampering: LaunchTampering) async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            await service.lms.tamper(with: tampering)
            let refused = try await teacher.open()
            #expect(refused.status == 400 || refused.status == 401)
            #expect(try await teacher.open().status == 200)
        }
    }

    @Test("LTI-DL-06, LTI-DL-22: a place that takes no activities gets none, with the reason in plain text")
    func types() async throws {
        try await RunningService.with { service in
            await service.lms.changeDeepLinking([("accept_types", ["link", "file"])])
            let teacher = PickerVisit(service)
            let page = try await teacher.open()
            #expect(page.text.contains("takes no activities") && !page.text.contains("group="))
            let forged = try page.form(to: "/cancel")
            let token = forged.fields.first { $0.name == "form_token" }?.value ?? ""
            let answer = try await teacher.browser.post(
                forged.action.replacing("/cancel", with: "/answer"),
                form: URLEncodedForm([
                    ("form_token", token), ("course", service.demo.course.description),
                    ("group", service.demo.cohort.description), ("content", "course"),
                ]))
            #expect(answer.status == 422)
            #expect(try await teacher.carry(teacher.browser.submit(forged)).status == 200)
            let claims = try #require(await service.lms.placements.last?.claims)
            #expect(claims[DLClaim.items]?.list == [])
            let reason = try #require(claims[DLClaim.errorMessage]?.string)
            #expect(reason.contains("takes no activities") && !reason.contains("<"))
        }
    }

    @Test("LTI-DL-07: where one item is taken the page offers one, and a forged form with two is refused")
    func one() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            for change in [JSONNode.bool(false), nil] {
                await service.lms.changeDeepLinking([("accept_multiple", change)])
                let page = try await teacher.contents(teacher.open())
                #expect(
                    page.text.contains("type=\"radio\"") && !page.text.contains("type=\"checkbox\" name=\"content\""))
                let parts = PickerVisit.parts(on: page)
                #expect(try await teacher.submit(page, Array(parts.prefix(2))).status == 400)
                #expect(try await teacher.carry(teacher.submit(page, ["course"])).status == 200)
            }
        }
    }

    @Test("LTI-DL-13: who changes their mind goes back with an empty list")
    func cancel() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            let page = try await teacher.contents(teacher.open())
            let back = try await teacher.browser.submit(page.form(to: "/cancel"))
            #expect(try await teacher.carry(back).text.contains("Nothing was added"))
            let claims = try #require(await service.lms.placements.last?.claims)
            #expect(claims[DLClaim.items]?.list == [] && claims[DLClaim.errorMessage] == nil)
        }
    }

    @Test("LTI-DL-32: a request is answered once, also by many at the same moment", arguments: Engine.underTest)
    func once(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = PickerVisit(service)
            let page = try await teacher.contents(teacher.open())
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await teacher.submit(page).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1 && statuses.count { $0 == 409 } == 7, "\(statuses)")
            #expect(try await teacher.submit(page).status == 409)
            let cancelled = try await teacher.browser.submit(page.form(to: "/cancel"))
            #expect(cancelled.status == 409)
        }
    }

    @Test("LTI-DL-30: an item counts as placed only when it is first opened", arguments: Engine.underTest)
    func placed(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = PickerVisit(service)
            _ = try await teacher.place(["course"], [("title", "Placed or not")])
            let admin = try await PickerVisit.administrator(of: service)
            let platforms = try await admin.get(service.publicURL + "/admin/platforms")
            let address = try #require(platforms.links.first { $0.contains("/admin/platforms/") })
            let before = try await admin.get(address).text
            #expect(before.contains("Placed or not") && before.contains("not opened yet"))
            let link = try #require(await service.lms.links.last)
            let course = try await service.visit().launch(link.id, as: "u-1001")
            #expect(course.status == 200 && course.url.hasPrefix(service.publicURL + "/learn/"))
            let after = try await admin.get(address).text
            #expect(after.contains("Placed or not") && !after.contains("not opened yet"))
        }
    }

    @Test("A visit of the picker opens no course page, and a course's visit no picker")
    func apart() async throws {
        try await RunningService.with { service in
            let teacher = PickerVisit(service)
            let picker = try await teacher.open().url
            let course = picker.replacing("/lti/deep-linking/", with: "/learn/")
            #expect(try await teacher.browser.get(course).status == 401)
            #expect(try await BrowserClient().get(picker).status == 401)
            let staff = try await teacher.visit.launch("tides", as: "u-2001").url
            let handle = try #require(staff.split(separator: "/").dropFirst(3).first)
            let swapped = service.publicURL + "/lti/deep-linking/\(handle)/"
            #expect(try await teacher.browser.get(swapped).status == 401)
        }
    }
}

extension LaunchTampering {
    static func broken(_ change: (inout LaunchTampering) -> Void) -> LaunchTampering {
        var tampering = LaunchTampering()
        change(&tampering)
        return tampering
    }
}

extension RunningService {
    /// Changes one claim of the next launch; nil leaves it out.
    func tamper(_ claim: String, _ value: JSONNode?) async {
        await lms.tamper(with: .broken { $0.claims = [(claim, value)] })
    }
}

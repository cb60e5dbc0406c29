import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("What a link's roster says of each member", .serialized)
struct MemberMessageTests {
    @Test(
        "LTI-NRPS-15: custom parameters that a link's list resolved for a member are shown with them",
        arguments: Engine.underTest)
    func shown(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await service.readingByLink()
            let page = try await service.learnerPage("u-1001")
            #expect(page.contains("From the learning platform"))
            #expect(page.contains("place") && page.contains("front row"))
            #expect(page.contains("Amina of the front row") && !page.contains("shoeSize"))
            #expect(try await !service.learnerPage("u-1002").contains("Amina of"))
            #expect(await service.lms.requests.contains { $0.path.contains("rlid=tides") })
            #expect(try await !service.databaseHolds("of the front row"))
            #expect(try await service.handedOut("lti/rosters.json", to: "u-1001").contains("Amina of the front row"))

            try await service.keepNoProfiles()
            try await teacher.sync()
            #expect(try await !service.learnerPage("u-1001").contains("front row"))
        }
    }

    @Test("An erased person's parameters are gone, also those of a list that came before")
    func erased() async throws {
        try await RunningService.with { service in
            _ = try await service.readingByLink()
            let id = try #require(try await service.person("u-1001"))
            #expect(try await service.boxes(of: id) == 1)
            try await service.erase("u-1001")
            #expect(try await service.boxes(of: id) == 0)
        }
    }

    @Test("Answers without prefixes, without messages and of other messages are understood")
    func shapes() async throws {
        let claim = "https://purl.imsglobal.org/spec/lti/claim/"
        let shapes = [
            (#"[{"custom": {"seat": "nine"}}]"#, true), (#"[{"\#(claim)custom": {"seat": "nine"}}]"#, true),
            (#"[{"message_type": "LtiDeepLinkingRequest", "custom": {"seat": "nine"}}]"#, false),
            (
                #"[{"\#(claim)message_type": "LtiDeepLinkingRequest", "\#(claim)custom": {"seat": "ten"}},"#
                    + #"{"\#(claim)message_type": "LtiResourceLinkRequest", "\#(claim)custom": {"seat": "nine"}}]"#,
                true
            ),
            ("null", false), (#""nine""#, false), (#"[{"custom": "nine"}]"#, false), ("[]", false), ("[7]", false),
        ]
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            let members = try shapes.enumerated().map { number, shape -> JSONNode in
                let text = #"{"user_id": "m-\#(number)", "roles": ["Learner"], "message": \#(shape.0)}"#
                return try JSONDocument(parsing: Array(text.utf8)).root.node
            }
            await service.lms.answerRoster(with: members)
            try await teacher.sync()
            for (number, shape) in shapes.enumerated() {
                let page = try await service.learnerPage("m-\(number)")
                #expect(page.contains("nine") == shape.1, "\(shape.0)")
            }
        }
    }
}

extension RunningService {
    /// A second group in the same course, so that the platform is asked for each link's members; read once.
    fileprivate func readingByLink() async throws -> RosterVisit {
        let teacher = PickerVisit(self)
        let picker = try await teacher.open()
        let page = try await teacher.browser.get(try #require(picker.links.first { $0.contains("group=new") }))
        _ = try await teacher.carry(teacher.submit(page, ["course"], [("name", "Second")]))
        let second = try #require(await lms.links.last)
        await lms.restrict("tides", to: ["u-1001", "u-1002"])
        _ = try await visit().launch(second.id, as: "u-2001")
        let visit = try await RosterVisit.open(self)
        try await visit.sync()
        return visit
    }

    fileprivate func boxes(of person: UUID16) async throws -> Int64 {
        try await services.database.read { tx in
            try tx.row("select count(*) from roster_member where person = \(person) and sealed_custom is not null")?
                .int(0) ?? 0
        }
    }
}

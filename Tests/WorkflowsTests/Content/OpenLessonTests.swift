import Access
import CMI5
import Cohorts
import Content
import Database
import JSON
import LearningRecords
import SampleContent
import TestWorld
import Testing
import Values
import Workflows
import XAPI

@Suite("Opening lessons")
struct OpenLessonTests {
    @Test(
        "CMI-LCH-06: CMI-LCH-09: CMI-LCH-13: CMI-LST-02: Launch data and launched come before the browser goes",
        arguments: Engine.underTest)
    func launch(engine: Engine) async throws {
        try await ContentHouse.with(engine) { house in
            let opened = try await house.open()
            let label = house.imported.version.label
            #expect(opened.url.hasPrefix("https://\(label).content.example/s/"))
            let form = try #require(URLEncodedForm(parsing: opened.url.drop { $0 != "?" }.dropFirst()))
            #expect(form["theme"] == "sea")
            #expect(form["endpoint"] == "https://\(label).content.example/xapi")
            #expect(form["registration"] == house.enrolment.description)
            #expect(form["actor"]?.contains("@") == false)
            #expect(try await house.verbs() == ["launched"])
            let client = try await AUClient.start(opened, in: house)
            #expect(client.template["extensions"]?[CMI5Extension.sessionID] != nil)
        }
    }

    @Test("CMI-SAFE-07: CMI-LST-04: The launched statement's URL keeps the AU's query and holds no secret")
    func launchURL() async throws {
        try await ContentHouse.with { house in
            _ = try await house.open()
            let enrolment = house.enrolment
            let body = try await house.services.database.read { tx -> [UInt8]? in
                let facts = try StatementStore.facts(registration: enrolment, tenant: ContentHouse.tenant, in: tx)
                return try house.services.statements(of: ContentHouse.tenant).find(facts[0].statementID, in: tx)?.body
            }
            let context = try JSONDocument(parsing: try #require(body)).root["context"]
            let url = context?["extensions"]?[CMI5Extension.launchURL]?.string ?? ""
            #expect(url.hasSuffix("/page/index.html?theme=sea"))
            #expect(!url.contains("/s/"))
        }
    }

    @Test("CMI-LST-09: A new launch of the registration abandons the open session first", arguments: Engine.underTest)
    func relaunch(engine: Engine) async throws {
        try await ContentHouse.with(engine) { house in
            let client = try await AUClient.start(try await house.open(), in: house)
            try await client.send("initialized")
            house.frozen.advance(seconds: 60)
            _ = try await house.open(1)
            #expect(try await house.verbs() == ["launched", "initialized", "abandoned", "launched"])
            await #expect(throws: ServiceError.self) { try await client.send("terminated") }
        }
    }

    @Test(
        "CMI-LST-16: CMI-LST-22: CMI-MOVE-03: CMI-MOVE-05: Both AUs done: satisfied comes last, once",
        arguments: Engine.underTest)
    func satisfied(engine: Engine) async throws {
        try await ContentHouse.with(engine) { house in
            let page = try await AUClient.start(try await house.open(), in: house)
            try await page.send("initialized", "completed", "terminated")
            let quiz = try await AUClient.start(try await house.open(1), in: house)
            try await quiz.send("initialized", "passed")
            #expect(try await house.verbs().contains("satisfied") == false)
            try await quiz.send("completed")
            try await quiz.send("terminated")
            let verbs = try await house.verbs()
            #expect(verbs.count { $0 == "satisfied" } == 1)
            #expect(Array(verbs.suffix(4)) == ["passed", "completed", "satisfied", "terminated"])
        }
    }

    @Test("CMI-LCH-14: A lesson that isn't open, or somebody else's, is refused and nothing is written")
    func locked() async throws {
        try await ContentHouse.with(endsAfter: 600) { house in
            var stranger = house.opening()
            stranger.person = house.frozen.world.newID()
            let foreign = await #expect(throws: ServiceError.self) {
                _ = try await OpenLesson(house.services).run(stranger)
            }
            #expect(foreign?.code == .notFound)
            house.frozen.advance(seconds: 600)
            let late = await #expect(throws: ServiceError.self) { _ = try await house.open() }
            #expect(late?.code == .forbidden && late?.faults.map(\.message) == ["ended"])
            let verbs = try await house.verbs()
            #expect(verbs.isEmpty)
        }
    }

    @Test("A date border lets open sessions finish for half an hour and takes nothing afterwards")
    func border() async throws {
        try await ContentHouse.with(endsAfter: 600) { house in
            let client = try await AUClient.start(try await house.open(), in: house)
            try await client.send("initialized")
            house.frozen.advance(seconds: 600 + 1_799)
            try await client.send("completed")
            house.frozen.advance(seconds: 1)
            let error = await #expect(throws: ServiceError.self) { try await client.send("terminated") }
            #expect(error?.code == .forbidden)
        }
    }

    @Test("CMI-MODE-05: Staff look around in Browse, a learner who has completed reviews")
    func modes() async throws {
        try await ContentHouse.with { house in
            var staff = house.opening()
            staff.enrolment = nil
            let browse = try await OpenLesson(house.services).run(staff)
            #expect(try await mode(browse, house) == .browse)
            let page = try await AUClient.start(try await house.open(), in: house)
            try await page.send("initialized", "completed", "terminated")
            let quiz = try await AUClient.start(try await house.open(1), in: house)
            try await quiz.send("initialized", "passed", "completed", "terminated")
            #expect(try await mode(try await house.open(), house) == .review)
        }
    }

    private func mode(_ opened: OpenedLesson, _ house: ContentHouse) async throws -> LaunchMode? {
        try await house.services.database.read {
            try ContentSessions().find(opened.session, tenant: ContentHouse.tenant, in: $0)?.mode
        }
    }

    @Test("CMI-TC-10: CMI-TC-11: An xAPI package gets endpoint, auth, actor, registration and activity id")
    func tincan() async throws {
        try await ContentHouse.with(.sqlite, .tincan) { house in
            let opened = try await house.open()
            let form = try #require(URLEncodedForm(parsing: opened.url.drop { $0 != "?" }.dropFirst()))
            #expect(form["endpoint"]?.hasSuffix("/xapi/") == true)
            #expect(form["activity_id"] == "http://kN0tsW0rthKn0wing_course_id")
            #expect(form["registration"] == house.enrolment.description)
            let principal = try await RecordsAccess(house.services).principal(
                authorization: form["auth"], sessionsOnly: true, address: "test")
            #expect(principal.tenant == ContentHouse.tenant)
            let verbs = try await house.verbs()
            #expect(verbs.isEmpty)
        }
    }

    @Test("CMI-LST-11: The timer abandons idle sessions by itself, once", arguments: Engine.underTest)
    func timer(engine: Engine) async throws {
        try await ContentHouse.with(engine) { house in
            let client = try await AUClient.start(try await house.open(), in: house)
            try await client.send("initialized")
            house.frozen.advance(seconds: 43_201)
            #expect(try await CloseSessions(house.services).run() == 1)
            #expect(try await CloseSessions(house.services).run() == 0)
            #expect(try await house.verbs() == ["launched", "initialized", "abandoned"])
        }
    }

    @Test("CMI-LST-12: CMI-LST-13: CMI-LST-14: Waiving writes waived once and satisfies what it completes")
    func waive() async throws {
        try await ContentHouse.with { house in
            let quiz = try await AUClient.start(try await house.open(1), in: house)
            try await quiz.send("initialized", "passed", "completed", "terminated")
            for expected in [true, false] {
                let isNew = try await WaiveUnit(house.services).run(
                    item: house.imported.launchable[0].id, enrolment: house.enrolment, person: house.person.id,
                    reason: "Administrative", tenant: ContentHouse.tenant, by: .commandLine)
                #expect(isNew == expected)
            }
            let verbs = try await house.verbs()
            #expect(verbs.suffix(2) == ["waived", "satisfied"])
        }
    }
}

import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import Outbox
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Rules of columns and scores, over HTTP", .serialized)
struct GradeRuleTests {
    private static let claim = "https://purl.imsglobal.org/spec/lti/claim/"
    private static let endpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

    @Test(
        """
        LTI-AGS-08, LTI-AGS-16: a container that has an item of our resource and tag gets no other one, and its own \
        query stays in every request
        """, arguments: Engine.underTest)
    func existing(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .uncoupledMoodle) { service in
            let resource = service.demo.cohort.description
            let (foreign, own) = await service.lms.withGradebook { book in
                (
                    book.add(
                        label: "Another link's", scoreMaximum: 10, resourceLinkID: "another", resourceID: resource,
                        tag: "lectern-grade"),
                    book.add(label: "Ours", scoreMaximum: 50, resourceID: resource, tag: "lectern-grade")
                )
            }
            try await service.complete(as: "u-1001")
            let score = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
            #expect(score.scoreMaximum == 50)
            let book = await service.lms.gradebook
            #expect(book.writes.isEmpty && book.lineItems.map(\.id) == [foreign.id, own.id])
            #expect(book.history.allSatisfy { $0.lineItem == own.id })
            let asked = await service.lms.requests.map(\.path).filter { $0.contains("/lineitems/course-42?") }
            #expect(asked.allSatisfy { $0.contains("?type_id=1&") })
            #expect(asked.contains { $0.hasSuffix("type_id=1&resource_link_id=tides") })
            #expect(asked.contains { $0.hasSuffix("type_id=1&resource_id=\(resource)&tag=lectern-grade") })
        }
    }

    @Test(
        "LTI-AGS-13: a column is made with a label that says something and a maximum over zero, whatever it is set to")
    func creation() async throws {
        try await RunningService.with(profile: .uncoupled) { service in
            let zero = try await service.set([("gradeMaximum", "0")])
            #expect(zero.status == 422)
            await service.tamper(Self.claim + "resource_link", ["id": "tides", "title": "   "])
            _ = try await service.visit().launch("tides", as: "u-1001")
            _ = try await service.score(of: "u-1001") { $0.activityProgress == "Started" }
            let sent = try await service.write("POST")
            #expect(sent["label"]?.string == "Tides and knots" && sent["scoreMaximum"]?.integer == 100)
            #expect(sent["resourceLinkId"]?.string == "tides" && sent["tag"]?.string == "lectern-grade")
        }
    }

    @Test(
        """
        LTI-AGS-28: work after a grade doesn't drop it, and work that was taken back sends none on purpose
        """, arguments: Engine.underTest)
    func clearing(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            try await service.complete(as: "u-1001")
            let done = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1001")
            for lesson in visit.lessons(on: course) {
                let address = try await visit.open(lesson)
                // A unit of cmi5 that is done is opened for review, in which nothing is said any more.
                if !address.contains("fetch=") { try await visit.play(address) }
            }
            try await service.comment("Once more")
            let after = try await service.score(of: "u-1001") { $0.comment == "Once more" }
            #expect(after.scoreGiven == done.scoreGiven && after.gradingProgress == "FullyGraded")
            let kept = await service.lms.gradebook.history.map(\.score).drop { $0.scoreGiven == nil }
            #expect(kept.allSatisfy { $0.scoreGiven != nil })
            try await service.voidAll()
            let reset = try await service.score(of: "u-1001") { $0.activityProgress == "Initialized" }
            #expect(reset.scoreGiven == nil && reset.gradingProgress == "NotReady")
        }
    }

    @Test("A score that was refused for good makes one dead letter, whatever launches follow, until something changes")
    func refusedForGood() async throws {
        try await RunningService.with { service in
            await service.lms.refuseScores(with: 403)
            try await service.complete(as: "u-1001")
            try await service.eventually("refused") {
                try await service.deliveries(at: "tides").allSatisfy {
                    $0.state == .failed && $0.gradingProgress == "FullyGraded"
                }
            }
            let dead = try await service.deadLetters(of: PostScores.topic)
            await service.lms.refuseScores(with: nil)
            for _ in 0..<3 { _ = try await service.visit().launch("tides", as: "u-1001") }
            #expect(try await service.waiting(PostScores.topic) == 0)
            #expect(try await service.deadLetters(of: PostScores.topic) == dead)
            #expect(await service.lms.gradebook.history.isEmpty)
            let container = service.lmsURL + "/api/lineitems/course-42"
            let scopes = ["lineitem", "score"].map { "https://purl.imsglobal.org/spec/lti-ags/scope/" + $0 }
            let item = try #require(await service.lms.gradebook.lineItems.first { $0.resourceLinkID == "tides" })
            await service.tamper(
                Self.endpoint,
                [
                    "scope": .array(scopes.map { .string($0) }), "lineitems": .string(container),
                    "lineitem": .string("\(container)/\(item.id)/lineitem"),
                ])
            _ = try await service.visit().launch("tides", as: "u-1001")
            _ = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
        }
    }

    @Test(
        "Scores of a platform or deployment that is switched off wait, and go when it is on again, also those given up",
        arguments: Engine.underTest, ["/active", "/deployments/"])
    func paused(engine: Engine, button: String) async throws {
        try await RunningService.with(engine) { service in
            await service.lms.setDown(true)
            try await service.complete(as: "u-1001")
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            let answer = try await admin.submit(admin.get(address).form(to: button))
            if button == "/active" { _ = try await admin.submit(answer.form(to: button)) }
            try await service.eventually("met switched off") {
                try await service.hasten(PostScores.topic)
                return try await service.deliveries(at: "tides").contains { $0.note.contains("isn't active") }
            }
            #expect(try await service.deadLetters(of: PostScores.topic) == 0)
            try await service.services.database.write { tx in
                _ = try tx.execute("update outbox set state = 2 where state = 0 and topic = \(PostScores.topic)")
            }
            await service.lms.setDown(false)
            _ = try await admin.submit(admin.get(address).form(to: button))
            _ = try await service.score(of: "u-1001") { $0.gradingProgress == "FullyGraded" }
        }
    }
}

extension RunningService {
    /// How many messages of a topic wait.
    func waiting(_ topic: String) async throws -> Int {
        try await services.database.read { tx in
            try OutboxQueue.waiting(topic, tenant: DemoTenant.tenant, atMost: 1_000, in: tx)
        }
    }

    /// As if the time of every next try had come.
    func hasten(_ topic: String) async throws {
        let now = services.world.now()
        try await services.database.write { tx in
            for row in try tx.rows("select id from outbox where topic = \(topic) and state = 0 and due_at > \(now)") {
                _ = try OutboxQueue.hasten(try row.int(0), tenant: DemoTenant.tenant, in: tx, now: now)
            }
        }
    }

    /// Voids every statement that may be voided, by the administrator's pages.
    func voidAll() async throws {
        let ids = try await services.database.read { tx in
            try tx.rows("select id from statement order by stored_at").map { try $0.id(0) }
        }
        let admin = try await PickerVisit.administrator(of: self)
        for id in ids {
            let page = try await admin.get("\(publicURL)/admin/statements/\(id)")
            guard let form = page.forms.first(where: { $0.action.hasSuffix("/void") }) else { continue }
            _ = try await admin.submit(form, adding: [("reason", "The attempt begins anew")])
        }
    }
}

extension PlatformProfile {
    /// Moodle's ways where it names no line item with the launch.
    static let uncoupledMoodle: PlatformProfile = {
        var profile = PlatformProfile.moodle
        profile.namesLineItem = false
        return profile
    }()
}

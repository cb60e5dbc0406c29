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

@Suite("Line items of our own", .serialized)
struct LineItemTests {
    @Test(
        "LTI-AGS-17, LTI-AGS-19, LTI-AGS-22: new dates are put into the definition as it was read, and nothing else changes",
        arguments: Engine.underTest)
    func dates(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .uncoupled) { service in
            let item = try await service.ownLineItem()
            let foreign = "https://other.example/lti/colour"
            await service.lms.withGradebook { book in
                var changed = item
                changed.label = "A teacher's own label"
                changed.extensions = [(foreign, "green")]
                book.update(changed)
            }
            try await service.setDates(from: "2030-03-04", to: "2030-05-06")
            let put = try await service.write("PUT")
            #expect(put["startDateTime"]?.string == "2030-03-04T00:00:00.000Z")
            #expect(put["endDateTime"]?.string == "2030-05-07T00:00:00.000Z")
            #expect(put["label"]?.string == "A teacher's own label")
            #expect(put[foreign]?.string == "green")
            #expect(put["resourceLinkId"]?.string == "tides" && put["tag"]?.string == item.tag)
            #expect(put["resourceId"]?.string == item.resourceID && put["id"]?.string?.hasSuffix("/lineitem") == true)
            let now = try #require(await service.lms.gradebook.lineItem(item.id))
            #expect(now.extensions.map(\.name) == [foreign] && now.resourceLinkID == "tides")
        }
    }

    @Test("LTI-AGS-18: what the platform answers is the truth: scores count to its own maximum")
    func truth() async throws {
        try await RunningService.with(profile: .uncoupled) { service in
            await service.lms.withGradebook { $0.forcedMaximum = 40 }
            let item = try await service.ownLineItem()
            await service.lms.withGradebook { $0.forcedMaximum = 25 }
            try await service.setDates(from: "2030-03-04", to: "2030-05-06")
            _ = try await service.write("PUT")
            try await service.untilKept { $0.maximum == 25 }
            try await service.setDates(from: "", to: "")
            try await service.complete(as: "u-1001")
            let score = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" }
            #expect(score.scoreMaximum == 25 && (score.scoreGiven ?? 0) > 20)
            #expect(await service.lms.gradebook.lineItems.map(\.id).contains(item.id))
        }
    }

    @Test(
        "LTI-AGS-21: only a column that we made is removed, one that is gone already counts as removed, and none returns"
    )
    func removal() async throws {
        try await RunningService.with(profile: .uncoupled) { service in
            let item = try await service.ownLineItem()
            let message = try await service.removeColumn()
            let removed = try await service.until { $0.lineItem(item.id) == nil }
            #expect(removed)
            let again = await UpdateLineItems(service.services).deliver(message)
            #expect(again == .delivered("removed"))
            _ = try await service.visit().launch("tides", as: "u-1002")
            try await service.complete(as: "u-1002")
            #expect(await service.lms.gradebook.lineItems.isEmpty)
        }
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            _ = try await service.score(of: "u-1001") { $0.activityProgress == "Started" }
            let page = try await service.platformPage()
            #expect(page.text.contains("The platform’s own"))
            #expect(!page.forms.contains { $0.action.contains("/line-item") })
            #expect(await service.lms.gradebook.writes.isEmpty)
        }
    }

    @Test(
        "LTI-AGS-32: the first launch says Started, the first statement InProgress, the end Completed",
        arguments: Engine.underTest)
    func sequence(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1001")
            let first = try await service.score(of: "u-1001") { _ in true }
            #expect(first.activityProgress == "Started" && first.gradingProgress == "NotReady")
            #expect(first.scoreGiven == nil && first.submittedAt == nil)
            _ = try await service.visit().launch("tides", as: "u-1001")
            let lessons = visit.lessons(on: course)
            try await visit.play(try await visit.open(try #require(lessons.first)))
            _ = try await service.score(of: "u-1001") { $0.activityProgress == "InProgress" }
            for lesson in lessons.dropFirst() { try await visit.play(try await visit.open(lesson)) }
            let last = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" }
            #expect(last.gradingProgress == "FullyGraded" && last.startedAt != nil && last.submittedAt != nil)
            let all = await service.lms.gradebook.history.map(\.score).filter { $0.userID == "u-1001" }
            let order = ["Started", "InProgress", "Completed"]
            let steps = all.compactMap { order.firstIndex(of: $0.activityProgress) }
            #expect(steps == steps.sorted() && Set(steps).count == 3)
            #expect(all.filter { $0.activityProgress == "Started" }.count == 1)
        }
    }

    @Test("LTI-AGS-38: a comment of staff goes along with every later score, as plain text, until it is changed")
    func comment() async throws {
        try await RunningService.with { service in
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1001")
            let lessons = visit.lessons(on: course)
            try await visit.play(try await visit.open(try #require(lessons.first)))
            _ = try await service.score(of: "u-1001") { $0.scoreGiven != nil }
            let words = "Well tied <knots> & tides"
            try await service.comment(words)
            let repeated = try await service.score(of: "u-1001") { $0.comment == words }
            #expect(repeated.scoreGiven != nil)
            for lesson in lessons.dropFirst() { try await visit.play(try await visit.open(lesson)) }
            let last = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" }
            #expect(last.comment == words)
            try await service.comment("")
            _ = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" && $0.comment == nil }
            let isHeld = try await service.databaseHolds(words)
            #expect(!isHeld)
        }
    }

    @Test("LTI-AGS-43: a score names the statement from which it comes", arguments: Engine.underTest)
    func evidence(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            try await service.complete(as: "u-1001")
            let score = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" }
            let name = service.publicURL + "/lti/evidence"
            let text = try #require(score.extensions.first { $0.name == name }?.value.string)
            let statement = try #require(UUID16(text))
            let isEvidence = try await service.services.database.read { tx in
                try tx.row("select 1 from completion_evidence where statement = \(statement)") != nil
            }
            #expect(isEvidence)
        }
    }
}

extension PlatformProfile {
    /// Names no line item with the launch.
    static let uncoupled: PlatformProfile = {
        var profile = PlatformProfile.strict
        profile.namesLineItem = false
        return profile
    }()
}

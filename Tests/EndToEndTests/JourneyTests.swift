import Database
import DemoJourney
import DemoLMS
import Server
import ServiceWorld
import TestWorld
import Testing

/// The journey of the README, through the doors that users take, on both engines and with every kind of LMS.
@Suite(.serialized) struct JourneyTests {
    @Test(
        "A launched learner plays both packages, every lesson completes by itself, and the grade reaches the LMS",
        arguments: Engine.underTest)
    func journey(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let visit = service.visit()
            var course = try await visit.launch("tides", as: "u-1001")
            #expect(course.status == 200)
            #expect(course.url.hasPrefix(service.publicURL + "/learn/"))
            #expect(!course.text.lowercased().contains("cohort"))
            #expect(course.links.contains(service.lmsURL + "/"), "the way back to the LMS")
            let lessons = visit.lessons(on: course)
            #expect(lessons.count == 3)
            for lesson in lessons { try await visit.play(try await visit.open(lesson)) }
            course = try await visit.browser.get(course.url)
            #expect(course.text.matches(of: /class="tick done"/).count == 3)
            let score = try await service.gradeOf("u-1001") { $0.activityProgress == "Completed" }
            #expect(score.gradingProgress == "FullyGraded")
            #expect(score.scoreGiven != nil)
        }
    }

    @Test(
        "A learner of each kind of LMS lands in the course, and the score arrives",
        arguments: [
            "moodle", "canvas", "blackboard", "d2l", "openedx",
        ])
    func profiles(name: String) async throws {
        let profile = try #require(PlatformProfile.named(name))
        try await RunningService.with(profile: profile) { service in
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1002")
            let lesson = try #require(visit.lessons(on: course).first)
            try await visit.play(try await visit.open(lesson))
            let score = try await service.gradeOf("u-1002") { $0.activityProgress == "InProgress" }
            #expect(score.gradingProgress != "FullyGraded")
        }
    }

    @Test("Without a wildcard name, lessons open and complete on the one content host")
    func oneContentHost() async throws {
        try await RunningService.with(adjust: { $0.usesContentLabels = false }) { service in
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1001")
            for lesson in visit.lessons(on: course) {
                let url = try await visit.open(lesson)
                #expect(url.hasPrefix(service.contentURL + "/"), "\(url)")
                try await visit.play(url)
            }
            let done = try await visit.browser.get(course.url)
            #expect(done.text.matches(of: /class="tick done"/).count == 3)
        }
    }

    @Test("Scores wait while the LMS is down, and arrive when it is back")
    func outage() async throws {
        try await RunningService.with { service in
            let visit = service.visit()
            let course = try await visit.launch("tides", as: "u-1003")
            await service.lms.setDown(true)
            let lesson = try #require(visit.lessons(on: course).first)
            try await visit.play(try await visit.open(lesson))
            await service.lms.setDown(false)
            _ = try await service.gradeOf("u-1003", seconds: 40) { $0.activityProgress == "InProgress" }
        }
    }
}

extension RunningService {
    /// Waits for a score that fits, as the LMS's gradebook has it.
    func gradeOf(
        _ user: String, seconds: Double = 20, fits: @Sendable (Gradebook.Score) -> Bool
    ) async throws -> Gradebook.Score {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var seen: [Gradebook.Score] = []
        while ContinuousClock.now < deadline {
            seen = await lms.gradebook.history.map(\.score).filter { $0.userID == user }
            if let score = seen.last(where: fits) { return score }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "no such score arrived; the LMS has \(seen)")
    }
}

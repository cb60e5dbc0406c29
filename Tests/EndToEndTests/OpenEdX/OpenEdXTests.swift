import Connections
import Database
import DemoData
import DemoJourney
import JSON
import ServiceWorld
import Testing
import Values
import Workflows

/// Against a platform that isn't ours.
@Suite(.serialized)
struct OpenEdXTests {
    @Test(
        "A learner of Open edX's platform code lands in the course, and its grade service takes the score",
        .enabled("lti-consumer-xblock can't be installed from PyPI") { await OpenEdX.isInstalled() })
    func journey() async throws {
        try await RunningService.with { service in
            let port = try FreePort.find(1)[0]
            let base = "http://127.0.0.1:\(port)"
            try await register(base, with: service)
            try await OpenEdX.with(port: port, tool: service.publicURL, bindingKey: service.demo.bindingKey) {
                let visit = LearnerVisit(lms: base, world: service.services.world)
                let course = try await visit.followingPosts(try await visit.browser.get(base + "/start?user=edx-7"))
                let lessons = visit.lessons(on: course)
                try #require(lessons.count == 3, "the launch ended at \(course.url): \(course.text.prefix(600))")
                for lesson in lessons { try await visit.play(try await visit.open(lesson)) }
                let score = try await completedScore(base)
                #expect(score["userId"]?.string == "edx-7")
                #expect(score["gradingProgress"]?.string == "FullyGraded")
                #expect(score["scoreGiven"]?.double != nil && score["scoreMaximum"]?.double != nil)
            }
        }
    }

    private func register(_ base: String, with service: RunningService) async throws {
        let (world, now) = (service.services.world, service.services.world.now())
        var registration = Registration(
            id: world.newID(), tenant: DemoTenant.tenant, issuer: base, clientID: "lectern-openedx",
            name: "Open edX", authURL: base + "/auth", tokenURL: base + "/token", jwksURL: base + "/jwks",
            createdAt: now)
        registration.deploymentPolicy = .auto
        let new = registration
        _ = try await service.services.database.write { try Registrations.save(new, in: $0, now: now) }
    }

    private func completedScore(_ base: String) async throws -> JSONValue {
        let (client, deadline) = (BrowserClient(), ContinuousClock.now + .seconds(30))
        var seen = ""
        while ContinuousClock.now < deadline {
            let answer = try await client.get(base + "/scores")
            seen = answer.text
            let scores = try JSONDocument(parsing: answer.body).root.elements.filter {
                $0["activityProgress"]?.string == "Completed"
            }
            if let score = scores.last { return score }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BrowserClient.Failure(description: "no completed score arrived, but \(seen)")
    }
}

import Cryptography
import Database
import DemoJourney
import DemoLMS
import Foundation
import NIOCore
import ServiceWorld
import TestWorld
import Testing
import Values

@Suite("What the log must not hold", .serialized)
struct QuietLogTests {
    @Test("LTI-TOK-20: at the level trace, through launch, score and roster, no token, assertion or secret is logged")
    func tokens() async throws {
        try await ServiceApart.with(.sqlite) { service in
            var environment = service.place.environment
            environment["LECTERN_LOG_LEVEL"] = "trace"
            let log = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".log")
            defer { try? FileManager.default.removeItem(at: log) }
            let process = ServiceProcess(arguments: ["serve"], environment: environment)
            defer { process.kill() }
            let (probe, ready) = (BrowserClient(timeout: .seconds(2)), service.place.publicURL + "/readyz")
            try await process.start(log: log) { (try? await probe.get(ready))?.status == 200 }
            let secrets = try await visits(service)
            process.stop()
            let text = try String(contentsOf: log, encoding: .utf8)
            try #require(text.count > 2_000)
            for secret in secrets + DemoPerson.all.flatMap({ [$0.email, $0.familyName] }) where secret.count > 3 {
                #expect(!text.contains(secret), "the log holds \(secret.prefix(12))…")
            }
            #expect(!text.contains("eyJ") && !text.lowercased().contains("bearer "))
            #expect(!text.contains("client_assertion=") && !text.contains("id_token="))
        }
    }

    /// A learner's and an instructor's whole way; everything secret that was seen on it.
    private func visits(_ service: ServiceApart) async throws -> [String] {
        let lms = service.lms
        let visit = LearnerVisit(lms: service.place.lmsURL, world: .system)
        let course = try await visit.launch("tides", as: "u-1001")
        for lesson in visit.lessons(on: course) { try await visit.play(try await visit.open(lesson)) }
        _ = try await LearnerVisit(lms: service.place.lmsURL, world: .system).launch("tides", as: "u-2001")
        let deadline = ContinuousClock.now + .seconds(30)
        var isDone = false
        while !isDone, ContinuousClock.now < deadline {
            let scores = await lms.gradebook.history.map(\.score)
            let wasRead = await lms.requests.contains { $0.path.contains("/memberships/") }
            isDone = wasRead && scores.contains { $0.activityProgress == "Completed" }
            try await Task.sleep(for: .milliseconds(50))
        }
        try #require(isDone)
        return await lms.issuedSecrets + visit.browser.cookieValues
    }
}

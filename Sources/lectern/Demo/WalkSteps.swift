import Access
import DemoData
import DemoJourney
import DemoLMS
import Exports
import Foundation
import JSON
import Server
import Values
import Workflows

/// The steps of the walk, in the order of the README's journey. Each prints a line; the first that fails ends the walk.
struct WalkSteps {
    let stage: DemoStage
    let publicURL: String
    let folder: URL

    static let learner = "u-1001"
    var visit: LearnerVisit { LearnerVisit(lms: stage.lmsURL, world: stage.opened.services.world) }

    /// Whether every step held.
    func run() async -> Bool {
        do {
            try await learn()
            try await administer()
            return true
        } catch { return false }
    }

    /// Prints `ok` or `FAILED`, what, and the figure that the work gives beside its result.
    @discardableResult
    func step<Result>(
        _ what: String, _ work: () async throws -> (result: Result, figure: String)
    ) async throws -> Result {
        let start = ContinuousClock.now
        do {
            let (result, figure) = try await work()
            let took = ContinuousClock.now - start
            let milliseconds = took.components.seconds * 1_000 + took.components.attoseconds / 1_000_000_000_000_000
            tell("ok      \(what): \(figure) (\(milliseconds) ms)")
            return result
        } catch {
            tell("FAILED  \(what): \(error)")
            throw error
        }
    }

    func check(_ holds: Bool, _ complaint: @autoclosure () -> String) throws {
        if !holds { throw BrowserClient.Failure(description: complaint()) }
    }

    private func learn() async throws {
        let visit = visit
        let course = try await step("the LMS launches a learner into the course") {
            let page = try await visit.launch("tides", as: Self.learner)
            try check(
                page.url.hasPrefix(publicURL + "/learn/"), "the launch ended at \(page.url): \(page.text.prefix(300))")
            try check(!page.text.lowercased().contains("cohort"), "the page says “cohort”")
            return (page, "page \(page.status)")
        }
        let lessons = visit.lessons(on: course)
        try check(lessons.count == 3, "there are \(lessons.count) lessons instead of 3")
        for (index, lesson) in lessons.enumerated() {
            try await step("lesson \(index + 1) is opened, played and reports by itself") {
                let url = try await visit.open(lesson)
                try await visit.play(url)
                return ((), url.contains("fetch=") ? "cmi5" : "xAPI package")
            }
        }
        try await step("every lesson completed by itself") {
            let page = try await visit.browser.get(course.url)
            let done = page.text.matches(of: /class="tick done"/).count
            try check(done == 3, "\(done) of 3 lessons are done")
            return ((), "\(done) of 3")
        }
        try await step("the score reached the LMS") { ((), try await grade()) }
    }

    private func grade() async throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let scores = await stage.platform.gradebook.history.map(\.score)
            if let score = scores.last(where: { $0.userID == Self.learner && $0.activityProgress == "Completed" }) {
                return "\(score.scoreGiven ?? -1) of \(score.scoreMaximum ?? -1), \(score.gradingProgress)"
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "no completed score within 20 s")
    }
}

import Cohorts
import Hummingbird
import Texts
import Workflows

/// A learner's work as the gradebook opens it: progress, scores, and the evidence of each tick (Submission Review 1.0).
struct ReviewPage: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    func show(_ visit: LaunchVisit) async throws -> Response {
        if let door = visit.door(services.settings) { return door }
        let wording = visit.wording
        switch try await ReadReviewedWork(services).run(visit.session) {
        case .work(let content):
            let name = PersonWords.name(content.profile, content.person, wording)
            let title = content.progress.course.title + " · " + name
            return visit.blockPage(title, LearnerView(content: content, wording: wording).blocks).response()
        case .nothing:
            let note = Block.note(kind: "", text: wording(.reviewNothing))
            return visit.blockPage(wording(.reviewTitle), [note]).response()
        case .notSetUp:
            let note = Block.note(kind: "warn", text: wording(.notSetUpText))
            return visit.blockPage(wording(.reviewTitle), [note]).response()
        }
    }
}

import Cohorts
import Texts

/// The page around an open lesson: the way back, the lesson's state, and the content or the way to its window.
struct PlayerPage {
    var lesson: Lesson
    var contentURL: String
    var isFramed: Bool
    var isReview: Bool
    var backTo: String
    /// Nil when nothing is recorded.
    var stateURL: String?

    func page(_ visit: LaunchVisit) -> Page {
        let title = visit.wording(.lessonFrame, ["lesson": lesson.title])
        var page = visit.page(
            "lesson", title: title,
            values: [
                "lessonTitle": .text(lesson.title), "frameTitle": .text(title), "contentURL": .text(contentURL),
                "isFramed": .flag(isFramed), "isReview": .flag(isReview), "backTo": .text(backTo),
                "stateURL": .optional(stateURL),
            ])
        page.policy.frameSources = ["'self'"] + [FramePolicy.origin(of: contentURL)].compactMap { $0 }
        page.bodyClass = "player"
        page.values["resizeTo"] = .absent
        return page
    }
}

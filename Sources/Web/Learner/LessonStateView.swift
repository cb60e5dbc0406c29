package import Cohorts
package import Texts

/// Where a learner stands in a lesson, in words and as the class of the mark beside it.
package struct LessonStateView: Sendable {
    package let tick: String
    package let text: String
    package let score: String?

    package init(_ result: LessonResult, wording: Wording, zone: String) {
        switch result.state {
        case .completed:
            tick = "done"
            text =
                result.metAt.map { wording(.lessonCompletedOn, ["date": wording.day($0, zone: zone)]) }
                ?? wording(.lessonCompleted)
        case .failed:
            tick = "failed"
            text = wording(.lessonFailed)
        case .started:
            tick = "begun"
            text = wording(.lessonStarted)
        case .notStarted:
            tick = "none"
            text = wording(.lessonNotStarted)
        }
        score = result.scaled.map { wording(.lessonScore, ["score": wording.percent($0)]) }
    }
}

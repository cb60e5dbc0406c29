import Connections
import LTI
import Values

/// How a score is put for Canvas, where each is an attempt of the learner's and each comment stays, unless told otherwise.
struct CanvasScore: Sendable {
    private let message: ScoreMessage
    /// What Canvas took before; nil while there was nothing.
    private let before: ScoreDelivery?

    init(_ message: ScoreMessage, before: ScoreDelivery?) {
        self.message = message
        self.before = before
    }

    /// The learner hands in once: when the course or its part is done for the first time.
    private var isNew: Bool { message.isFinal && before?.finalAt == nil }

    /// What isn't final leaves the grade that is there, but for work that was taken back and begins anew.
    private var preservesScore: Bool {
        !message.isFinal && message.activityProgress != Score.ActivityProgress.initialized.rawValue
    }

    func put(_ score: Score, comment: GradeComment?) -> Score {
        var score = score
        score.comment = comment.flatMap { comment in
            before?.commentAt.map { comment.changedAt > $0 } ?? true ? comment.text : nil
        }
        return score.with(CanvasSubmission(isNew: isNew, preservesScore: preservesScore))
    }

    /// The same where no attempt is left: the grade counts all the same. Nil for what was no attempt.
    func withoutAttempt(_ score: Score) -> Score? {
        isNew ? score.with(CanvasSubmission(isNew: false, preservesScore: preservesScore)) : nil
    }
}

extension ScoreMessage {
    /// Whether the platform is to count it as the grade (AGS 2.0 §3.4.8).
    var isFinal: Bool { gradingProgress == Score.GradingProgress.fullyGraded.rawValue }
}

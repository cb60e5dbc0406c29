import Cohorts
import Texts
import Values

/// Why the course as a whole isn't open to a learner, in words for the head of the page.
struct CourseStanding {
    let kind: String
    let heading: TextKey
    let text: TextKey
    let date: Instant?

    /// Nil while the course runs and the learner takes part.
    init?(_ progress: CourseProgress) {
        switch progress.enrolment.status {
        case .paused: self.init("warn", .coursePaused, .coursePausedText)
        case .dropped: self.init("bad", .courseDropped, .courseDroppedText)
        case .invited, .active, .completed:
            switch progress.state {
            case .running: return nil
            case .scheduled: self.init("", .courseStarts, .courseStartsText, progress.cohort.intent.startsAt)
            case .ended:
                let text: TextKey = progress.cohort.afterEnd == .review ? .courseReviewText : .courseEndedText
                self.init("", .courseEnded, text, progress.cohort.intent.endsAt)
            case .closed, .draft, .archived: self.init("warn", .courseClosed, .courseClosedText)
            case .cancelled: self.init("bad", .courseCancelled, .courseCancelledText)
            }
        }
    }

    private init(_ kind: String, _ heading: TextKey, _ text: TextKey, _ date: Instant? = nil) {
        self.kind = kind
        self.heading = heading
        self.text = text
        self.date = date
    }

    func value(_ wording: Wording, zone: String) -> PageValue {
        var value: [String: PageValue] = [
            "kind": .text(kind), "heading": .text(wording(heading)), "text": .text(wording(text)),
        ]
        if let date {
            value["border"] = [
                "label": .text(wording(heading == .courseStarts ? .startsOn : .endedOn)),
                "moment": .moment(date, zone: zone, wording),
            ]
        }
        return .members(value)
    }
}

import Access
import Cohorts
import Texts
import Values
import Workflows

/// A cohort's roster with the matrix of progress, as blocks: the same for administrators and for instructors of a
/// platform.
struct RosterView {
    var content: RosterContent
    var wording: Wording
    /// Where a learner's page is.
    var learnerPath: @Sendable (UUID16) -> String

    var blocks: [Block] {
        [.facts(facts), .table(table)]
    }

    private var zone: String { content.cohort.zone.name }

    private var facts: [(label: String, cell: Cell)] {
        let present = content.learners.filter { $0.entry.status != .dropped }
        let done = present.count { $0.entry.completedAt != nil }
        return [
            (wording(.status), StateWords.badge(content.state, wording)),
            (wording(.startsAt), .moment(content.cohort.intent.startsAt, zone: zone, wording)),
            (wording(.endsAt), .moment(content.cohort.intent.endsAt, zone: zone, wording)),
            (wording(.learners), .number(present.count, wording)),
            (wording(.completedCount), .number(done, wording)),
        ]
    }

    private var table: Table {
        let columns =
            [wording(.name), wording(.email), wording(.status), wording(.progress), wording(.score)]
            + content.lessons.map(\.title) + [wording(.enrolledOn), wording(.lastActivity)]
        return Table(
            wording(.rosterCaption), columns: columns, rows: content.learners.map(row), whenEmpty: wording(.rosterEmpty)
        )
    }

    private func row(_ learner: RosterContent.Learner) -> [Cell] {
        let entry = learner.entry
        let path = learnerPath(entry.enrolment)
        return [
            .link(PersonWords.name(learner.profile, entry.person, wording), path), .text(learner.profile.email ?? ""),
            StateWords.badge(entry.status, wording),
            .figure(wording.percent(Double(entry.percent) / 100)),
            .figure(entry.scaled.map { wording.percent($0) } ?? ""),
        ]
            + content.lessons.map { lesson in
                var result = learner.results[lesson.id] ?? LessonResult()
                result.isMetByRule = lesson.rule.isMetByRule
                let state = LessonStateView(result, wording: wording, zone: zone)
                return .tick(
                    state.tick, [state.text, state.score].compactMap { $0 }.joined(separator: ", "), href: path)
            } + [.moment(entry.enrolledAt, zone: zone, wording), .moment(entry.lastActivityAt, zone: zone, wording)]
    }
}

import Access
import CMI5
import Cohorts
import Texts
import Values
import Workflows

/// One learner's course for staff: progress, and the "why" of each tick, as blocks.
struct LearnerView {
    var content: LearnerCourseContent
    var wording: Wording
    /// Whether the reader may open the statements that are evidence.
    var leadsToStatements = false

    var blocks: [Block] {
        [.facts(facts)] + platform + content.progress.modules.flatMap(module)
    }

    /// What the platform told beside names; nothing where it told nothing.
    private var platform: [Block] {
        let sourced = content.profile.sourcedID.map { [(label: wording(.sourcedID), cell: Cell.text($0))] } ?? []
        let facts = sourced + content.custom.map { (label: $0.name, cell: .text($0.text)) }
        return facts.isEmpty ? [] : [.heading(wording(.fromPlatform)), .facts(facts)]
    }

    private var zone: String { content.progress.cohort.zone.name }

    private var facts: [(label: String, cell: Cell)] {
        let progress = content.progress
        return [
            (wording(.email), .text(content.profile.email ?? "")),
            (wording(.status), StateWords.badge(progress.enrolment.status, wording)),
            (
                wording(.progress),
                .text(wording(.lessonsDone, ["done": wording.number(progress.done)], count: progress.required))
            ),
            (wording(.enrolledOn), .moment(progress.enrolment.enrolledAt, zone: zone, wording)),
            (wording(.lastActivity), .moment(progress.enrolment.lastActivityAt, zone: zone, wording)),
            (wording(.completedOn), .moment(progress.enrolment.completedAt, zone: zone, wording)),
            (wording(.registration), .code(progress.enrolment.registration.description)),
        ]
    }

    private func module(_ module: ModuleProgress) -> [Block] {
        [.heading(module.module.title)] + module.lessons.flatMap(lesson)
    }

    private func lesson(_ lesson: LessonProgress) -> [Block] {
        let state = LessonStateView(lesson.result, wording: wording, zone: zone)
        let words = [state.text, state.score].compactMap { $0 }.joined(separator: ", ")
        let reasons = content.reasons[lesson.lesson.id] ?? []
        let table = Table(
            "\(lesson.lesson.title): \(words). \(wording(.rule)): \(Self.words(of: lesson.lesson.rule, wording))",
            columns: [
                wording(.evidence), wording(.happenedAt), wording(.storedAt), wording(.score), wording(.statement),
            ],
            rows: reasons.map(row), whenEmpty: wording(.noEvidence))
        return [.table(table)]
    }

    private func row(_ reason: CompletionReason) -> [Cell] {
        [
            .text(StateWords.role(reason.role, wording)), .moment(reason.happenedAt, zone: zone, wording),
            .moment(reason.storedAt, zone: zone, wording), .figure(reason.scaled.map { wording.percent($0) } ?? ""),
            leadsToStatements
                ? .link(reason.statement.description, "/admin/statements/\(reason.statement)")
                : .code(reason.statement.description),
        ]
    }

    /// When a lesson counts as done, in words.
    static func words(of rule: CompletionRule, _ wording: Wording) -> String {
        switch rule.kind {
        case .cmi5(let moveOn): wording(.ruleMoveOn, ["rule": moveOn.rawValue])
        case .tincan: wording(.ruleTincan)
        }
    }
}

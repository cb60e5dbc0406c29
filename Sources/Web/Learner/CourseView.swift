package import Cohorts
package import Texts
package import Values

/// The learner's course page as values: pure, from progress to what the template shows. The word "cohort" and the names
/// of cohorts never come here (COH-RTK-05).
package struct CourseView: Sendable {
    package var progress: CourseProgress
    package var wording: Wording
    /// `/learn/<handle>/`.
    package var base: String
    /// The other turns of the learner at this course, latest first.
    package var otherTurns: [CourseTurn]
    package var returnURL: String?

    package init(
        progress: CourseProgress, wording: Wording, base: String, otherTurns: [CourseTurn] = [],
        returnURL: String? = nil
    ) {
        self.progress = progress
        self.wording = wording
        self.base = base
        self.otherTurns = otherTurns
        self.returnURL = returnURL
    }

    package var values: [String: PageValue] {
        [
            "courseTitle": .text(progress.course.title), "notice": notice, "turns": turns, "progress": bar,
            "next": next, "modules": .list(progress.modules.enumerated().map { module($1, position: $0 + 1) }),
            "isEmpty": .flag(progress.modules.allSatisfy(\.lessons.isEmpty)), "returnURL": .optional(returnURL),
        ]
    }

    private var zone: String { progress.cohort.zone.name }

    private var bar: PageValue {
        guard progress.required > 0 else { return .absent }
        let text = wording(.lessonsDone, ["done": wording.number(progress.done)], count: progress.required)
        return [
            "text": .text(text), "percent": .text(wording.percent(Double(progress.percent) / 100)),
            "done": .number(progress.done), "required": .number(progress.required),
        ]
    }

    private var notice: PageValue {
        if let standing = CourseStanding(progress) { return standing.value(wording, zone: zone) }
        guard progress.isComplete else { return .absent }
        return ["kind": "good", "heading": .text(wording(.courseComplete))]
    }

    private var turns: PageValue {
        guard !otherTurns.isEmpty else { return .absent }
        let items = otherTurns.map { turn -> PageValue in
            let label = turn.label ?? wording(.turnFrom, ["date": wording.day(turn.enrolledAt, zone: zone)])
            return [
                "href": .text("\(base)?enrolment=\(turn.enrolment)"),
                "label": .text(wording(.showTurn, ["label": label])),
            ]
        }
        return ["items": .list(items)]
    }

    /// The lesson to go on with: one that was begun, else the first that is neither done nor locked.
    private var next: PageValue {
        let open = progress.modules.filter(\.verdict.mayRecord).flatMap(\.lessons)
        let undone = open.filter { $0.lesson.item != nil && !$0.result.isMet }
        guard let lesson = undone.first(where: { $0.result.state != .notStarted }) ?? undone.first else {
            return .absent
        }
        let verb: TextKey = lesson.result.state == .notStarted ? .start : .resume
        return [
            "action": .text(path(of: lesson.lesson)), "verb": .text(wording(verb)),
            "title": .text(wording(.nextLesson, ["lesson": lesson.lesson.title])),
        ]
    }

    private func module(_ module: ModuleProgress, position: Int) -> PageValue {
        [
            "title": .text(module.module.title), "position": .number(position),
            "isLocked": .flag(!module.verdict.mayOpen), "window": window(of: module),
            "lessons": .list(module.lessons.map { lesson($0, in: module) }),
        ]
    }

    private func window(of module: ModuleProgress) -> PageValue {
        let text: String?
        switch module.verdict.reason {
        case .moduleNotYetOpen:
            text = module.verdict.date.map { dated(.moduleOpens, $0) } ?? wording(.moduleOpensLater)
        case .moduleLocked: text = module.verdict.date.map { dated(.moduleClosed, $0) }
        default: text = module.window?.locksAt.map { dated(.moduleCloses, $0) }
        }
        return text.map { ["text": .text($0)] } ?? .absent
    }

    private func lesson(_ lesson: LessonProgress, in module: ModuleProgress) -> PageValue {
        let state = LessonStateView(lesson.result, wording: wording, zone: zone)
        return [
            "title": .text(lesson.lesson.title), "tick": .text(state.tick), "state": .text(state.text),
            "score": .optional(state.score), "isOptional": .flag(!lesson.lesson.isRequired),
            "action": action(lesson, in: module),
        ]
    }

    private func action(_ lesson: LessonProgress, in module: ModuleProgress) -> PageValue {
        guard lesson.lesson.item != nil, module.verdict.mayOpen else { return .absent }
        let verb: TextKey
        if module.verdict.permission == .review {
            verb = .lookAgain
        } else if lesson.result.state == .notStarted {
            verb = .start
        } else {
            verb = lesson.result.isMet ? .openAgain : .resume
        }
        return ["href": .text(path(of: lesson.lesson)), "verb": .text(wording(verb))]
    }

    private func path(of lesson: Lesson) -> String {
        "\(base)lessons/\(lesson.id)?enrolment=\(progress.enrolment.id)"
    }

    private func dated(_ key: TextKey, _ instant: Instant) -> String {
        wording(key, ["date": wording.moment(instant, zone: zone)])
    }
}

/// Another turn of the same learner at the same course.
package struct CourseTurn: Hashable, Sendable {
    package var enrolment: UUID16
    /// What learners may read of it; never a cohort's name.
    package var label: String?
    package var enrolledAt: Instant

    package init(enrolment: UUID16, label: String?, enrolledAt: Instant) {
        self.enrolment = enrolment
        self.label = label
        self.enrolledAt = enrolledAt
    }
}

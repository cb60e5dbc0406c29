package import Values

/// What the statements of one registration say about one lesson: for each role the earliest statement, and the best
/// score.
///
/// Joining two of these takes the earlier or better of each role, so the join doesn't care about order, grouping or
/// repeats: applying statements one by one gives what reading all of them gives (design D4).
package struct LessonEvidence: Hashable, Sendable {
    package enum Role: String, Sendable, CaseIterable { case started, completed, passed, failed, waived, score }

    package var marks: [Role: EvidenceMark] = [:]
    package var score: ScoreMark?

    package init() {}

    package var isEmpty: Bool { marks.isEmpty && score == nil }

    package subscript(role: Role) -> EvidenceMark? { role == .score ? score?.mark : marks[role] }

    /// Takes a statement in that role, if it is the earliest.
    package mutating func note(_ role: Role, _ mark: EvidenceMark) {
        marks[role] = EvidenceMark.earlier(marks[role], mark)
    }

    package mutating func note(_ candidate: ScoreMark) { score = ScoreMark.better(score, candidate) }

    package mutating func join(_ other: LessonEvidence) {
        for (role, mark) in other.marks { note(role, mark) }
        if let score = other.score { note(score) }
    }

    /// Every statement that something rests on.
    package var statements: Set<UUID16> {
        Set(Role.allCases.compactMap { self[$0]?.statement })
    }
}

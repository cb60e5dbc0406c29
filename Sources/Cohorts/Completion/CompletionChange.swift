package import Values

/// What statements changed in one lesson of one enrolment.
package struct CompletionChange: Hashable, Sendable {
    package var enrolment: UUID16
    package var lesson: UUID16
    package var before: LessonResult
    package var after: LessonResult
    /// True when this change completed the whole course, or took that back.
    package var changedCourse: Bool

    /// The lesson's rule is met now and wasn't before.
    package var becameMet: Bool { after.isMet && !before.isMet }
}

/// Why a ledger line was written.
package enum CompletionCause: String, Sendable {
    case statement, void, rebuild, seal
}

package import Values

/// A part of a course that opens and locks as a whole.
package struct Module: Hashable, Sendable {
    package let id: UUID16
    package let course: UUID16
    package var title: String
    package var position: Int
}

/// One thing to do in a course: a content item with a completion rule.
package struct Lesson: Hashable, Sendable {
    package let id: UUID16
    package let course: UUID16
    package let module: UUID16
    package var title: String
    package var position: Int
    /// Counts for the course's completion and percentage.
    package var isRequired: Bool
    /// The content item that opens; nil for a lesson that is reported from elsewhere.
    package var item: UUID16?
    package var rule: CompletionRule
    package var createdAt: Instant
}

/// What is needed to make a lesson.
package struct NewLesson: Sendable {
    package var title: String
    package var isRequired: Bool
    package var item: UUID16?
    package var rule: CompletionRule

    package init(title: String, isRequired: Bool = true, item: UUID16? = nil, rule: CompletionRule) {
        self.title = title
        self.isRequired = isRequired
        self.item = item
        self.rule = rule
    }
}

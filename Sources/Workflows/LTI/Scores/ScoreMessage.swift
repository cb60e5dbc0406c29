import JSON
import Values

/// The payload of a queued score: ids and figures.
struct ScoreMessage: Sendable, Equatable {
    var link: UUID16
    var person: UUID16
    var enrolment: UUID16
    var stampedAt: Instant
    var scaled: Double?
    var activityProgress: String
    var gradingProgress: String
    /// How often it got a later timestamp, since the platform had refused it as older.
    var retimed = 0
    /// The newest statement on which the score rests.
    var evidence: UUID16?
    var startedAt: Instant?
    var submittedAt: Instant?

    var node: JSONNode {
        .compactObject([
            ("link", .string(link.description)), ("person", .string(person.description)),
            ("enrolment", .string(enrolment.description)), ("stampedAt", .number(stampedAt.microseconds)),
            ("scaled", scaled.map { .number($0) }), ("activityProgress", .string(activityProgress)),
            ("gradingProgress", .string(gradingProgress)),
            ("retimed", retimed == 0 ? nil : .number(Int64(retimed))),
            ("evidence", evidence.map { .string($0.description) }),
            ("startedAt", startedAt.map { .number($0.microseconds) }),
            ("submittedAt", submittedAt.map { .number($0.microseconds) }),
        ])
    }
}

extension ScoreMessage {
    init?(_ value: JSONValue) {
        guard let link = value["link"]?.string.flatMap({ UUID16($0) }),
            let person = value["person"]?.string.flatMap({ UUID16($0) }),
            let enrolment = value["enrolment"]?.string.flatMap({ UUID16($0) }),
            let stamp = value["stampedAt"]?.integer, let activity = value["activityProgress"]?.string,
            let grading = value["gradingProgress"]?.string
        else { return nil }
        self.init(
            link: link, person: person, enrolment: enrolment, stampedAt: Instant(microseconds: stamp),
            scaled: value["scaled"]?.double, activityProgress: activity, gradingProgress: grading)
        retimed = Int(value["retimed"]?.integer ?? 0)
        evidence = value["evidence"]?.string.flatMap { UUID16($0) }
        startedAt = value["startedAt"]?.integer.map(Instant.init(microseconds:))
        submittedAt = value["submittedAt"]?.integer.map(Instant.init(microseconds:))
    }
}

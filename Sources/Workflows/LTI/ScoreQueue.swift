package import Cohorts
import Connections
package import Database
import JSON
import LTI
import Outbox
package import Values

/// Puts the score of an enrolment into the outbox, once for every link by which its learner came.
package struct ScoreQueue: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Nothing is sent for a score that was sent already, for previews, and to links that take no scores.
    /// - Returns: how many messages were queued.
    @discardableResult
    package func enqueue(_ progress: CourseProgress, in tx: Transaction, now: Instant) throws -> Int {
        try enqueue(for: progress.enrolment.id, in: tx, now: now) {
            progress.score(module: $0?.module, lesson: $0?.lesson)
        }
    }

    /// The same with one score, whatever part of the course the links lead to.
    @discardableResult
    package func enqueue(
        _ score: CourseScore, for enrolment: UUID16, in tx: Transaction, now: Instant
    ) throws -> Int {
        try enqueue(for: enrolment, in: tx, now: now) { _ in score }
    }

    private func enqueue(
        for enrolment: UUID16, in tx: Transaction, now: Instant, _ scoreOf: (LinkTarget?) -> CourseScore
    ) throws -> Int {
        var queued = 0
        for (link, person) in try LinkVisits(tenant).links(of: enrolment, in: tx) {
            guard let found = try ResourceLinks(tenant).find(link, in: tx), found.takesScores else { continue }
            let score = scoreOf(found.target)
            let last = try ScoreDeliveries(tenant).find(link: link, person: person, in: tx)
            guard last.map({ !$0.says(score) }) ?? true else { continue }
            try add(score, to: (link, person), enrolment, after: last?.stampedAt, tx, now)
            queued += 1
        }
        return queued
    }

    private func add(
        _ score: CourseScore, to place: (link: UUID16, person: UUID16), _ enrolment: UUID16, after last: Instant?,
        _ tx: Transaction, _ now: Instant
    ) throws {
        let stamp = ScoreDeliveries.stamp(after: last, now: now)
        let payload = ScoreMessage(
            link: place.link, person: place.person, enrolment: enrolment, stampedAt: stamp, scaled: score.scaled,
            activityProgress: score.activityProgress.rawValue, gradingProgress: score.gradingProgress.rawValue)
        let message = try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: PostScores.topic, orderingKey: place.link.bytes + place.person.bytes,
                person: place.person, payload: payload.node, dueAt: stamp),
            in: tx, now: now)
        try ScoreDeliveries(tenant).save(
            link: place.link, person: place.person, enrolment: enrolment, message: message, stampedAt: stamp,
            scaled: score.scaled, activityProgress: score.activityProgress.rawValue,
            gradingProgress: score.gradingProgress.rawValue, in: tx, now: now)
    }
}

extension ScoreDelivery {
    /// Whether this is the same score, on its way or there.
    fileprivate func says(_ score: CourseScore) -> Bool {
        state != .failed && scaled == score.scaled && activityProgress == score.activityProgress.rawValue
            && gradingProgress == score.gradingProgress.rawValue
    }
}

/// The payload of a queued score: ids and figures.
struct ScoreMessage: Sendable, Equatable {
    var link: UUID16
    var person: UUID16
    var enrolment: UUID16
    var stampedAt: Instant
    var scaled: Double?
    var activityProgress: String
    var gradingProgress: String

    var node: JSONNode {
        .compactObject([
            ("link", .string(link.description)), ("person", .string(person.description)),
            ("enrolment", .string(enrolment.description)), ("stampedAt", .number(stampedAt.microseconds)),
            ("scaled", scaled.map { .number($0) }), ("activityProgress", .string(activityProgress)),
            ("gradingProgress", .string(gradingProgress)),
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
    }
}

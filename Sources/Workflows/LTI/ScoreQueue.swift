package import Cohorts
package import Connections
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

    /// Queues what the link of a launch should have and hasn't: one that was added after the work was done, that takes
    /// scores only now, or whose last score was given up. Nothing while nothing was done.
    package func catchUp(_ link: ResourceLink, of enrolment: UUID16, in tx: Transaction, now: Instant) throws {
        guard link.takesScores, try CourseProgress.hasResults(enrolment: enrolment, tenant: tenant, in: tx) else {
            return
        }
        try enqueue(
            try CourseProgress.read(enrolment: enrolment, tenant: tenant, now: now, in: tx), in: tx, now: now)
    }

    private func enqueue(
        for enrolment: UUID16, in tx: Transaction, now: Instant, _ scoreOf: (LinkTarget?) -> CourseScore
    ) throws -> Int {
        var queued = 0
        for (link, person) in try LinkVisits(tenant).links(of: enrolment, in: tx) {
            guard let found = try ResourceLinks(tenant).find(link, in: tx), found.takesScores else { continue }
            let score = scoreOf(found.target)
            let last = try ScoreDeliveries(tenant).find(link: link, person: person, in: tx)
            if let last, last.says(score), try !isGivenUp(last, tx) { continue }
            // It is overtaken at once, and doesn't hold the newer one up for hours.
            if let last, last.state == .waiting {
                _ = try OutboxQueue.hasten(last.message, tenant: tenant, in: tx, now: now)
            }
            try add(score, to: (link, person), enrolment, after: last?.stampedAt, tx, now)
            queued += 1
        }
        return queued
    }

    /// Whether the outbox stopped trying.
    private func isGivenUp(_ last: ScoreDelivery, _ tx: Transaction) throws -> Bool {
        guard last.state == .waiting else { return false }
        return try OutboxQueue.find(last.message, tenant: tenant, in: tx)?.state == .dead
    }

    private func add(
        _ score: CourseScore, to place: (link: UUID16, person: UUID16), _ enrolment: UUID16, after last: Instant?,
        _ tx: Transaction, _ now: Instant
    ) throws {
        let stamp = ScoreDeliveries.stamp(after: last, now: now)
        try add(
            ScoreMessage(
                link: place.link, person: place.person, enrolment: enrolment, stampedAt: stamp, scaled: score.scaled,
                activityProgress: score.activityProgress.rawValue, gradingProgress: score.gradingProgress.rawValue),
            in: tx, now: now)
    }

    /// Puts a message into the outbox, due at its timestamp, as the newest of its place.
    func add(_ new: ScoreMessage, in tx: Transaction, now: Instant) throws {
        let message = try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: PostScores.topic, orderingKey: new.link.bytes + new.person.bytes,
                person: new.person, payload: new.node, dueAt: new.stampedAt),
            in: tx, now: now)
        try ScoreDeliveries(tenant).save(
            link: new.link, person: new.person, enrolment: new.enrolment, message: message, stampedAt: new.stampedAt,
            scaled: new.scaled, activityProgress: new.activityProgress, gradingProgress: new.gradingProgress, in: tx,
            now: now)
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
    /// How often it got a later timestamp, since the platform had refused it as older.
    var retimed = 0

    var node: JSONNode {
        .compactObject([
            ("link", .string(link.description)), ("person", .string(person.description)),
            ("enrolment", .string(enrolment.description)), ("stampedAt", .number(stampedAt.microseconds)),
            ("scaled", scaled.map { .number($0) }), ("activityProgress", .string(activityProgress)),
            ("gradingProgress", .string(gradingProgress)),
            ("retimed", retimed == 0 ? nil : .number(Int64(retimed))),
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
            scaled: value["scaled"]?.double, activityProgress: activity, gradingProgress: grading,
            retimed: Int(value["retimed"]?.integer ?? 0))
    }
}

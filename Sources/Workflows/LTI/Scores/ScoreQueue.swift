package import Cohorts
package import Connections
package import Database
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
    /// scores only now, or whose last score was given up, if something changed since or a day went by. Nothing while
    /// nothing was done.
    package func catchUp(_ link: ResourceLink, of enrolment: UUID16, in tx: Transaction, now: Instant) throws {
        guard link.takesScores, try CourseProgress.hasResults(enrolment: enrolment, tenant: tenant, in: tx) else {
            return
        }
        try enqueue(
            try CourseProgress.read(enrolment: enrolment, tenant: tenant, now: now, in: tx), in: tx, now: now)
    }

    /// The first launch of a learner by a link that takes scores: from now on the platform's gradebook says that they
    /// have begun (AGS 2.0 §3.4.7). Nothing is sent where something was.
    /// - Parameter isNew: whether the enrolment was made by this launch, and has no progress yet.
    func begin(
        _ link: ResourceLink, person: UUID16, enrolment: UUID16, isNew: Bool, in tx: Transaction, now: Instant
    ) throws {
        guard link.takesScores, try ScoreDeliveries(tenant).find(link: link.id, person: person, in: tx) == nil else {
            return
        }
        var score = CourseScore(activityProgress: .started, gradingProgress: .notReady, scaled: nil, happenedAt: nil)
        if !isNew {
            let progress = try CourseProgress.read(enrolment: enrolment, tenant: tenant, now: now, in: tx)
            let reached = progress.score(module: link.target?.module, lesson: link.target?.lesson)
            if reached.activityProgress != .initialized { score = reached }
        }
        try add(score, to: link, person: person, enrolment, after: nil, tx, now)
    }

    /// The score as it stands, once more: what goes along with it has changed.
    func sendAgain(_ enrolment: UUID16, in tx: Transaction, now: Instant) throws {
        let progress = try CourseProgress.read(enrolment: enrolment, tenant: tenant, now: now, in: tx)
        try enqueue(for: enrolment, in: tx, now: now, isRepeated: true) {
            var score = progress.score(module: $0?.module, lesson: $0?.lesson)
            if score.activityProgress == .initialized { score.activityProgress = .started }
            return score
        }
    }

    @discardableResult
    private func enqueue(
        for enrolment: UUID16, in tx: Transaction, now: Instant, isRepeated: Bool = false,
        _ scoreOf: (LinkTarget?) -> CourseScore
    ) throws -> Int {
        var queued = 0
        for (link, person) in try LinkVisits(tenant).links(of: enrolment, in: tx) {
            guard let found = try ResourceLinks(tenant).find(link, in: tx), found.takesScores else { continue }
            let score = scoreOf(found.target)
            let last = try ScoreDeliveries(tenant).find(link: link, person: person, in: tx)
            if let last, !isRepeated, try isSettled(last, score, found, tx, now) { continue }
            // It is overtaken at once, and doesn't hold the newer one up for hours.
            if let last, last.state == .waiting {
                _ = try OutboxQueue.hasten(last.message, tenant: tenant, in: tx, now: now)
            }
            try add(score, to: found, person: person, enrolment, after: last?.stampedAt, tx, now)
            queued += 1
        }
        return queued
    }

    /// Seconds after which a score that was given up is worth another try though nothing changed that we know of.
    private static let retryPause: Int64 = 86_400

    /// Whether nothing is to be done for a score: it is there or on its way, or it was given up and nothing has changed
    /// since that could let it through.
    private func isSettled(
        _ last: ScoreDelivery, _ score: CourseScore, _ link: ResourceLink, _ tx: Transaction, _ now: Instant
    ) throws -> Bool {
        guard last.says(score) else { return false }
        guard try isGivenUp(last, tx) else { return true }
        return link.gradesAt <= last.changedAt && now < last.changedAt.adding(seconds: Self.retryPause)
    }

    /// Whether nobody tries any more.
    private func isGivenUp(_ last: ScoreDelivery, _ tx: Transaction) throws -> Bool {
        guard last.state == .waiting else { return last.state == .failed }
        return try OutboxQueue.find(last.message, tenant: tenant, in: tx)?.state != .waiting
    }

    private func add(
        _ score: CourseScore, to link: ResourceLink, person: UUID16, _ enrolment: UUID16, after last: Instant?,
        _ tx: Transaction, _ now: Instant
    ) throws {
        let stamp = ScoreDeliveries.stamp(after: last, now: now)
        var payload = ScoreMessage(
            link: link.id, person: person, enrolment: enrolment, stampedAt: stamp, scaled: score.scaled,
            activityProgress: score.activityProgress.rawValue, gradingProgress: score.gradingProgress.rawValue)
        (payload.startedAt, payload.submittedAt) = (score.startedAt, score.submittedAt)
        if score.happenedAt != nil {
            payload.evidence = try Completions(tenant).newestEvidence(
                of: enrolment, module: link.target?.module, lesson: link.target?.lesson, in: tx)
        }
        try add(payload, for: link.registration, in: tx, now: now)
    }

    /// Puts a message into the outbox, due at its timestamp, as the newest of its place.
    func add(_ new: ScoreMessage, for registration: UUID16, in tx: Transaction, now: Instant) throws {
        let message = try OutboxQueue.enqueue(
            OutboxMessage(
                tenant: tenant, topic: PostScores.topic, orderingKey: new.link.bytes + new.person.bytes,
                person: new.person, party: registration, payload: new.node, dueAt: new.stampedAt),
            in: tx, now: now)
        try ScoreDeliveries(tenant).save(
            link: new.link, person: new.person, enrolment: new.enrolment, message: message, stampedAt: new.stampedAt,
            scaled: new.scaled, activityProgress: new.activityProgress, gradingProgress: new.gradingProgress, in: tx,
            now: now)
    }
}

extension ScoreDelivery {
    /// Whether this is the same score.
    fileprivate func says(_ score: CourseScore) -> Bool {
        scaled == score.scaled && activityProgress == score.activityProgress.rawValue
            && gradingProgress == score.gradingProgress.rawValue
    }
}

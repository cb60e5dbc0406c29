import Connections
import Database
import LTI
import Outbox
import Values

/// What follows when a platform says that it has a score of the same time or a later one (AGS 2.0 §3.4.9).
///
/// For a repeat that is as good as "accepted". For a first try it means that the platform's clock is ahead of ours: some
/// stamp what isn't final with their own. Then the score goes once more with a later timestamp, else it would be lost.
struct RetimeScore: Sendable {
    /// Seconds until the next timestamp, one for each time that the platform refuses.
    static let delays: [Int64] = [10, 60, 600, 3_600]

    private let services: Services
    private let place: GradePlace

    init(_ services: Services, _ place: GradePlace) {
        self.services = services
        self.place = place
    }

    /// - Throws: errors of the store.
    func settle(_ message: ScoreMessage, at lineItem: String, attempt: Int) async throws -> DeliveryOutcome {
        if message.isWorthless { return .delivered("the platform has a newer score") }
        switch await isShown(message, at: lineItem) {
        case true?: return .delivered(PostScores.isThere)
        case nil where attempt > 1: return .delivered("the platform has this score or a newer one")
        default: break
        }
        guard message.retimed < Self.delays.count else {
            return .permanentFailure("the platform refuses every timestamp as older; its clock may be ahead")
        }
        return try await retime(message)
    }

    /// Nil when the platform doesn't let us read.
    private func isShown(_ message: ScoreMessage, at lineItem: String) async -> Bool? {
        let results = try? await place.grades(services).results(of: lineItem, user: place.subject)
        guard let results else { return nil }
        let shown = results.first { $0.userID == place.subject }?.scaled
        guard let shown, let scaled = message.scaled else { return shown == nil && message.scaled == nil }
        return abs(shown - scaled) < 0.006
    }

    private func retime(_ message: ScoreMessage) async throws -> DeliveryOutcome {
        let (tenant, now) = (place.link.tenant, services.world.now())
        return try await services.database.write { tx in
            let newest = try ScoreDeliveries(tenant).find(link: message.link, person: message.person, in: tx)
            if let newest, newest.stampedAt > message.stampedAt { return .delivered("overtaken by a newer score") }
            var later = message
            later.stampedAt = ScoreDeliveries.stamp(
                after: message.stampedAt, now: now.adding(seconds: Self.delays[message.retimed]))
            later.retimed += 1
            try ScoreQueue(tenant).add(later, for: place.link.registration, in: tx, now: now)
            return .delivered("refused as older than what the platform has; sent again with a later time")
        }
    }
}

extension ScoreMessage {
    /// Says only that work was begun; the next score says more.
    fileprivate var isWorthless: Bool { scaled == nil && gradingProgress != Score.GradingProgress.fullyGraded.rawValue }
}

extension PlatformCallError {
    /// 409 as AGS has it, or 400 with one of the sentences that platforms are known to say instead.
    var saysOlder: Bool {
        guard case .status(let status, let body, _) = self else { return false }
        let words = body.lowercased()
        return status == 409 || status == 400 && Self.sentences.contains(where: words.contains)
    }

    /// Of Open edX, of others, and of Canvas.
    private static let sentences = ["later point in time", "earlier timestamp", "before last updated timestamp"]
}

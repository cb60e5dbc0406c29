import Access
import Connections
import Database
import JSON
import LTI
package import Outbox
import Values

/// Posts queued scores to the platforms (AGS 2.0 §3.4). A repeat is harmless: it carries the same timestamp, and a
/// platform that has it already says so.
package struct PostScores: OutboxHandler {
    package static let topic = "ags.score"
    package var topic: String { Self.topic }
    /// How a delivery ended that the platform took, and one that it had.
    static let (accepted, isThere) = ("accepted", "the platform has this score")
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let message = ScoreMessage(delivery.payload.root) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            let finding = try await find(message, delivery.tenant)
            let outcome = try await post(message, finding, attempt: delivery.attempt)
            try await settle(message, delivery.tenant, outcome, finding)
            return outcome
        } catch let error as ServiceError {
            return .retry(after: error.retryAfter, error.message)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private enum Finding: Sendable {
        case place(GradePlace, before: ScoreDelivery?)
        case overtaken
        case none(GradePlace.Absence)

        var comment: GradeComment? { if case .place(let place, _) = self { place.comment } else { nil } }
    }

    private func find(_ message: ScoreMessage, _ tenant: TenantID) async throws -> Finding {
        let people = People(vault: services.vault, world: services.world)
        return try await services.database.read { try Self.find(message, tenant, people, $0) }
    }

    private func post(_ message: ScoreMessage, _ finding: Finding, attempt: Int) async throws -> DeliveryOutcome {
        switch finding {
        case .overtaken: .delivered("overtaken by a newer score")
        case .none(let absence): absence.outcome
        case .place(let place, let before): try await send(message, to: place, before, attempt: attempt)
        }
    }

    private static func find(
        _ message: ScoreMessage, _ tenant: TenantID, _ people: People, _ tx: Transaction
    ) throws -> Finding {
        let newest = try ScoreDeliveries(tenant).find(link: message.link, person: message.person, in: tx)
        if let newest, newest.stampedAt > message.stampedAt { return .overtaken }
        switch try GradePlace.find(
            link: message.link, person: message.person, enrolment: message.enrolment, tenant, people, in: tx)
        {
        case .found(let place): return .place(place, before: newest)
        case .none(let absence): return .none(absence)
        }
    }

    private func send(
        _ message: ScoreMessage, to place: GradePlace, _ before: ScoreDelivery?, attempt: Int
    ) async throws -> DeliveryOutcome {
        do {
            switch try await LineItemFinder(services, place).lineItem() {
            case .known(let item, let maximum):
                let score = score(message, outOf: maximum, place)
                return try await send(score, of: message, to: item, place, before, attempt: attempt)
            case .beingMade: return .retry(after: 5, "the line item is being made")
            case .none: return .permanentFailure("the platform offers no line item for this link")
            }
        } catch let error as PlatformCallError {
            return error.isTransient
                ? .retry(after: error.retryAfter, error.description) : .permanentFailure(error.description)
        }
    }

    private func score(_ message: ScoreMessage, outOf maximum: Double, _ place: GradePlace) -> Score {
        var score = message.score(for: place.subject, outOf: maximum)
        score.comment = place.comment?.text
        if let evidence = message.evidence {
            let name = services.settings.publicURL + ScoreMessage.evidencePath
            score.extensions = [(name, .string(evidence.description))]
        }
        return score
    }

    private func post(
        _ score: Score, of message: ScoreMessage, to item: String, _ place: GradePlace, _ before: ScoreDelivery?
    ) async throws {
        let grades = place.grades(services)
        guard place.access.product == .canvas else { return try await grades.post(score, to: item) }
        let canvas = CanvasScore(message, before: before)
        let own = canvas.put(score, comment: place.comment)
        do {
            try await grades.post(own, to: item)
        } catch PlatformCallError.status(422, let body, let pause) {
            guard let other = canvas.withoutAttempt(own) else {
                throw PlatformCallError.status(422, body: body, retryAfter: pause)
            }
            try await grades.post(other, to: item)
        }
    }

    private func send(
        _ score: Score, of message: ScoreMessage, to item: String, _ place: GradePlace, _ before: ScoreDelivery?,
        attempt: Int
    ) async throws -> DeliveryOutcome {
        do {
            try await post(score, of: message, to: item, place, before)
            return .delivered(Self.accepted)
        } catch PlatformCallError.status(let status, _, _) where status == 404 && item == place.link.ownLineItem?.url {
            try await forgetLineItem(of: place.link)
            return .retry(after: nil, "the line item that we made is gone")
        } catch let error as PlatformCallError where error.saysOlder {
            return try await RetimeScore(services, place).settle(message, at: item, attempt: attempt)
        }
    }

    private func forgetLineItem(of link: ResourceLink) async throws {
        try await services.database.write { try ResourceLinks(link.tenant).keep(nil, of: link.id, in: $0) }
    }

    private func settle(
        _ message: ScoreMessage, _ tenant: TenantID, _ outcome: DeliveryOutcome, _ finding: Finding
    ) async throws {
        let now = services.world.now()
        let isTaken = [.delivered(Self.accepted), .delivered(Self.isThere)].contains(outcome)
        let finalAt = isTaken && message.isFinal ? message.stampedAt : nil
        let commentAt = isTaken ? finding.comment?.changedAt : nil
        let (state, note): (ScoreDelivery.State, String)
        switch outcome {
        case .delivered(let words): (state, note) = (words == Self.accepted ? .sent : .overtaken, words)
        case .retry(_, let words): (state, note) = (.waiting, words)
        case .permanentFailure(let words): (state, note) = (.failed, words)
        }
        try await services.database.append { tx in
            try ScoreDeliveries(tenant).settle(
                link: message.link, person: message.person, stampedAt: message.stampedAt, state, note: note, in: tx,
                now: now)
            try ScoreDeliveries(tenant).noteTaken(
                link: message.link, person: message.person, finalAt: finalAt, commentAt: commentAt, in: tx)
        }
    }
}

extension ScoreMessage {
    /// With the public URL before it, the member that holds the statement from which a score comes (LTI-AGS-43).
    static let evidencePath = "/lti/evidence"

    func score(for subject: String, outOf maximum: Double) -> Score {
        let given = scaled.map { (max(0, $0) * maximum * 100).rounded() / 100 }
        return Score(
            userID: subject, timestamp: stampedAt, given: given, maximum: maximum,
            activityProgress: .init(rawValue: activityProgress) ?? .inProgress,
            gradingProgress: .init(rawValue: gradingProgress) ?? .notReady, startedAt: startedAt,
            submittedAt: submittedAt)
    }
}

extension Services {
    /// A line of the audit log for each call to a platform (LTI-GEN-01); a call isn't undone when it can't be written.
    private var noteCall: @Sendable (ServiceCall) async -> Void {
        { [database, world] call in
            let event = AuditEvent(
                tenant: call.tenant, actor: .service, verb: "service.call", objectKind: "platform",
                objectID: call.registration.description, purpose: call.summary)
            try? await database.append { try AuditLog.append(event, in: $0, at: world.now()) }
        }
    }

    /// Calls to platforms with tokens that our keys sign for.
    var platformServices: PlatformServices {
        PlatformServices(outbound: outbound, tokens: accessTokens, world: world, note: noteCall) {
            assertion, registration in
            let signing = try signingKey(for: registration)
            return try assertion.signed(by: signing.key, keyID: signing.kid)
        }
    }
}

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
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let message = ScoreMessage(delivery.payload.root) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            let outcome = try await post(message, delivery)
            try await settle(message, delivery.tenant, outcome)
            return outcome
        } catch let error as ServiceError {
            return .retry(after: error.retryAfter, error.message)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private enum Finding: Sendable {
        case place(GradePlace)
        case overtaken
        case impossible(String)
    }

    private func post(_ message: ScoreMessage, _ delivery: OutboxDelivery) async throws -> DeliveryOutcome {
        let tenant = delivery.tenant
        let vault = services.vault
        let world = services.world
        let finding = try await services.database.read { tx in
            try Self.find(message, tenant, People(vault: vault, world: world), tx)
        }
        switch finding {
        case .overtaken: return .delivered("overtaken by a newer score")
        case .impossible(let reason): return .permanentFailure(reason)
        case .place(let place): return try await send(message, to: place, attempt: delivery.attempt)
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
        case .found(let place): return .place(place)
        case .none(let reason): return .impossible(reason)
        }
    }

    private func send(_ message: ScoreMessage, to place: GradePlace, attempt: Int) async throws -> DeliveryOutcome {
        do {
            switch try await LineItemFinder(services, place).lineItem() {
            case .known(let item, let maximum):
                return try await send(message, outOf: maximum, to: item, place, attempt: attempt)
            case .beingMade: return .retry(after: 5, "the line item is being made")
            case .none: return .permanentFailure("the platform offers no line item for this link")
            }
        } catch let error as PlatformCallError {
            return error.isTransient
                ? .retry(after: error.retryAfter, error.description) : .permanentFailure(error.description)
        }
    }

    private func send(
        _ message: ScoreMessage, outOf maximum: Double, to item: String, _ place: GradePlace, attempt: Int
    ) async throws -> DeliveryOutcome {
        var score = message.score(for: place.subject, outOf: maximum)
        score.comment = place.comment
        if let evidence = message.evidence {
            let name = services.settings.publicURL + ScoreMessage.evidencePath
            score.extensions = [(name, .string(evidence.description))]
        }
        do {
            try await place.grades(services).post(score, to: item)
            return .delivered("accepted")
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

    private func settle(_ message: ScoreMessage, _ tenant: TenantID, _ outcome: DeliveryOutcome) async throws {
        let now = services.world.now()
        let (state, note): (ScoreDelivery.State, String)
        switch outcome {
        case .delivered(let words): (state, note) = (words == "accepted" ? .sent : .overtaken, words)
        case .retry(_, let words): (state, note) = (.waiting, words)
        case .permanentFailure(let words): (state, note) = (.failed, words)
        }
        try await services.database.append { tx in
            try ScoreDeliveries(tenant).settle(
                link: message.link, person: message.person, stampedAt: message.stampedAt, state, note: note, in: tx,
                now: now)
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

import Access
import Connections
import Database
import JOSE
import JSON
import LTI
import OutboundHTTP
import Outbox
import Values

/// Takes a batch of notices that a platform sent: each is judged for itself, and what can be believed is stored, with the
/// work on it, before the platform is answered (LTI-PNS-04, LTI-PNS-05).
package struct TakeNotices: Sendable {
    package struct Result: Sendable, Equatable {
        /// How many were believed, also those that came before.
        package var taken = 0
        package var refused = 0
    }

    private let services: Services
    private let mayRecord: @Sendable () -> Bool

    /// - Parameter mayRecord: asked before a line about what no platform signed: anybody can cause one.
    package init(_ services: Services, mayRecord: @escaping @Sendable () -> Bool = { true }) {
        self.services = services
        self.mayRecord = mayRecord
    }

    /// - Throws: `invalid` for what is no batch, `tooLarge`, `unauthenticated` when nothing in it can be trusted,
    ///   `unavailable` when the platform's keys can't be read.
    package func run(_ body: [UInt8]) async throws -> Result {
        guard let batch = NoticeBatch(body) else { throw ServiceError(.invalid, "The body is no batch of notices.") }
        guard batch.tokens.count <= NoticeBatch.limit else {
            throw ServiceError(.tooLarge, "More than \(NoticeBatch.limit) notices came at once.")
        }
        var good: [Believed] = []
        var refusals: [Refused] = []
        for text in batch.tokens {
            do throws(Refused) { good.append(try await judged(text)) } catch { refusals.append(error) }
        }
        let (result, replayed) = try await store(good, refusals)
        if result.taken == 0, let first = (refusals + replayed).first {
            throw Self.error(first, all: refusals + replayed)
        }
        return result
    }

    private struct Believed: Sendable {
        var notice: ValidatedNotice
        var registration: Registration
        var receipt: LaunchReceipt
    }

    private struct Refused: Error, Sendable {
        var registration: Registration?
        var refusal: NoticeRefusal
        var isForLater: Bool { refusal.reasons == [.keysUnavailable] }

        init(_ reasons: [LaunchReason], _ registration: Registration? = nil) {
            self.registration = registration
            refusal = NoticeRefusal(reasons)
        }
    }

    private func judged(_ text: String?) async throws(Refused) -> Believed {
        guard let text else { throw Refused([.parameterMissing("jwt")]) }
        let token: UnverifiedLaunch
        do { token = try UnverifiedLaunch(text) } catch { throw Refused([error]) }
        guard let registration = await registration(of: token) else { throw Refused([.registrationUnknown]) }
        guard registration.isActive else { throw Refused([.registrationDisabled], registration) }
        guard let keys = try? await services.platformKeys.keys(for: registration, keyID: token.keyID) else {
            throw Refused([.keysUnavailable], registration)
        }
        do {
            let notice = try NoticeValidation.validate(
                token, keys: keys, registration: registration.platform(toolOrigins: services.settings.toolOrigins),
                now: services.world.now())
            return Believed(
                notice: notice, registration: registration, receipt: LaunchReceipt(token, isSigned: true))
        } catch {
            throw Refused(error.reasons, registration)
        }
    }

    private func registration(of token: UnverifiedLaunch) async -> Registration? {
        guard let parties = token.claimedParties else { return nil }
        return try? await services.database.read { tx in
            for audience in parties.audiences.prefix(5) {
                if let named = try Registrations.find(issuer: parties.issuer, clientID: audience, in: tx) {
                    return named
                }
            }
            return nil
        }
    }

    /// Everything that is believed, its work, and the line about what isn't, in one transaction.
    private func store(_ good: [Believed], _ refusals: [Refused]) async throws -> (Result, replayed: [Refused]) {
        let recorded = refusals.isEmpty || mayRecord() ? refusals : []
        guard !good.isEmpty || !recorded.isEmpty else { return (Result(refused: refusals.count), []) }
        return try await services.database.write { [services] tx in
            var result = Result()
            var replayed: [Refused] = []
            for believed in good {
                if let reason = try Self.keep(believed, services, tx) {
                    replayed.append(Refused([reason], believed.registration))
                } else {
                    result.taken += 1
                }
            }
            result.refused = refusals.count + replayed.count
            try Self.audit(recorded + replayed, services.world.now(), tx)
            return (result, replayed)
        }
    }

    /// - Returns: why it isn't taken after all.
    private static func keep(_ believed: Believed, _ services: Services, _ tx: Transaction) throws -> LaunchReason? {
        let (notice, registration, world) = (believed.notice, believed.registration, services.world)
        let known = try Deployments.find(notice.deploymentID, of: registration.id, in: tx)
        guard let deployment = known, deployment.state == .active else {
            return known.refusal ?? .deploymentUnknown
        }
        let person = try notice.subject.flatMap { subject in
            try People(vault: services.vault, world: world).find(
                .lti(issuer: registration.issuer, subject: subject), of: deployment.tenant, in: tx)
        }
        let source = NoticeSource(
            registration: registration.id, deployment: deployment.id, person: person?.id, receipt: believed.receipt)
        switch try ReceivedNotices(deployment.tenant).add(notice, from: source, world: world, in: tx) {
        case .known: return nil
        case .replayed: return .nonceReplayed
        case .new(let id):
            try OutboxQueue.enqueue(
                OutboxMessage(
                    tenant: deployment.tenant, topic: WorkNotice.topic, orderingKey: deployment.id.bytes,
                    party: deployment.registration,
                    payload: ["notice": .string(id.description)]),
                in: tx, now: world.now())
            return nil
        }
    }

    /// One line for each platform and reason.
    private static func audit(_ refusals: [Refused], _ now: Instant, _ tx: Transaction) throws {
        let groups = Dictionary(grouping: refusals) { refused in
            [refused.registration?.id.description ?? "", refused.refusal.reasons.first?.code ?? ""]
        }
        for (key, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let registration = group.first?.registration
            let event = AuditEvent(
                tenant: registration?.tenant ?? LaunchRecord.noTenant,
                actor: registration.map { .platform($0.id) } ?? .service, verb: "notice.refused",
                objectKind: "notice", count: group.count, purpose: String(key[1].prefix(100)))
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    private static func error(_ first: Refused, all: [Refused]) -> ServiceError {
        if all.contains(where: \.isForLater) {
            return ServiceError(.unavailable, "The platform's keys can't be read at the moment.", retryAfter: 60)
        }
        return first.refusal.status == 400
            ? ServiceError(.invalid, "No notice in the body can be used.")
            : ServiceError(.unauthenticated, "No notice in the body can be trusted.")
    }
}

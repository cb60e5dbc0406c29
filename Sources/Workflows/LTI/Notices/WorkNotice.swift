import Connections
import Database
import JSON
import LTI
package import Outbox
import Values

/// Works on stored notices, each once: the work and the note that it is done are one transaction (LTI-PNS-06).
package struct WorkNotice: OutboxHandler {
    package static let topic = "pns.notice"
    package var topic: String { Self.topic }
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let id = delivery.payload.root["notice"]?.string.flatMap({ UUID16($0) }) else {
            return .permanentFailure("the message can't be read")
        }
        do {
            let world = services.world
            return .delivered(
                try await services.database.write { tx in
                    guard let notice = try ReceivedNotices(delivery.tenant).find(id, in: tx) else {
                        return "the notice is forgotten"
                    }
                    return try Self.work(notice, world, tx)
                })
        } catch let error as ServiceError {
            return .retry(after: error.retryAfter, error.message)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private static func work(_ notice: ReceivedNotice, _ world: World, _ tx: Transaction) throws -> String {
        guard notice.state == .waiting else { return "done before" }
        let (state, note) = try effect(of: notice, world, tx)
        _ = try ReceivedNotices(notice.tenant).finish(notice.id, state, note: note, in: tx)
        try NotificationServices(notice.tenant).prove(notice.deployment, in: tx, now: world.now())
        return note
    }

    private static func effect(
        of notice: ReceivedNotice, _ world: World, _ tx: Transaction
    ) throws -> (ReceivedNotice.State, String) {
        switch notice.type {
        case NoticeType.helloWorld: return (.done, "the connection is proven")
        case NoticeType.contextCopy:
            guard let registration = try Registrations.find(notice.registration, in: tx) else {
                return (.done, "the registration is gone")
            }
            let place = LinkPlace(
                registration: notice.registration, deployment: notice.deployment, contextID: notice.contextID)
            let copies = OfferCopies(tenant: notice.tenant, policy: registration.copyPolicy, world: world)
            return (
                .done,
                try copies.run(
                    of: notice.origins, to: place, title: notice.contextTitle, source: .notice, in: tx)
            )
        default: return (.kept, "")
        }
    }
}

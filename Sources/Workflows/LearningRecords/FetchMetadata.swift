import Database
import JSON
import LearningRecords
import OutboundHTTP
package import Outbox
import Values
import XAPI

/// Learns what activities are from what stands at their ids, once for each activity of a host that the operator named
/// (1.0.3 Data §3.2; IEEE 9274.1.1 §4.2.3.1). Nothing of it holds up the statement: it is fetched by the outbox.
package struct FetchMetadata: OutboxHandler {
    package static let topic = "activity.metadata"
    package var topic: String { Self.topic }
    package var share: Int? { 1 }
    private let services: Services

    /// Bytes of a definition, and seconds for the whole of a call.
    private static let (largest, longest) = (256 << 10, Int64(5))

    /// New activities that one request may have asked for. Those beyond it are asked for when they come again.
    package static let mostPerRequest = 10
    /// Fetches of a tenant that may wait at the same time; beyond it nothing new is asked for.
    package static let mostWaiting = 100

    package init(_ services: Services) { self.services = services }

    /// Records what is to be fetched, in the transaction of the statements.
    func note(_ statements: [ValidStatement], _ tenant: TenantID, in tx: Transaction, _ now: Instant) throws {
        guard !services.settings.metadataHosts.isEmpty else { return }
        let activities = Set(statements.flatMap { $0.activities.map(\.id) }).filter(isAllowed)
        guard !activities.isEmpty else { return }
        let waiting = try OutboxQueue.waiting(topic, tenant: tenant, atMost: Self.mostWaiting, in: tx)
        var left = min(Self.mostPerRequest, Self.mostWaiting - waiting)
        for id in activities {
            guard left > 0 else { return }
            guard try ActivityStore(tenant).claimMetadata(of: id, in: tx, now: now) else { continue }
            left -= 1
            let message = OutboxMessage(tenant: tenant, topic: topic, payload: ["activity": .string(id)])
            _ = try OutboxQueue.enqueue(message, in: tx, now: now)
        }
    }

    package func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome {
        guard let id = delivery.payload.root["activity"]?.string, isAllowed(id) else {
            return .delivered("the activity's host isn't asked")
        }
        do {
            let request = OutboundRequest(
                .get, String(id.prefix { $0 != "#" }), headers: [("Accept", "application/json, */*")],
                timeout: Self.longest, maximumBody: Self.largest)
            let answer = try await services.outbound.send(request)
            guard answer.isSuccess, let definition = Self.definition(answer.body, of: id) else {
                return .delivered("there is no definition")
            }
            try await services.database.write { tx in
                try ActivityStore(delivery.tenant).define(id, definition, in: tx, now: tx.startedAt)
            }
            return .delivered("joined")
        } catch let error as OutboundError where !error.isTransient {
            return .delivered("not fetched: \(error.code.rawValue)")
        } catch let error as OutboundError {
            return .retry(after: nil, error.code.rawValue)
        } catch {
            return .retry(after: nil, "the store can't be reached")
        }
    }

    private func isAllowed(_ id: String) -> Bool {
        guard let match = id.prefixMatch(of: /https?:\/\/(?<host>[^\/?#:@]+)(:[0-9]+)?(?=$|[\/?#])/) else {
            return false
        }
        return services.settings.metadataHosts.contains(match.output.host.lowercased())
    }

    /// Nil unless it obeys the form of a definition, which a statement that holds it tells.
    private static func definition(_ body: [UInt8], of id: String) -> JSONValue? {
        guard let found = try? JSONDocument(parsing: body).root, found.kind == .object else { return nil }
        let probe: JSONNode = [
            "actor": ["mbox": "mailto:probe@example.com"], "verb": ["id": "http://example.com/probe"],
            "object": ["id": .string(id), "definition": .raw(body)],
        ]
        guard let statement = try? JSONDocument(parsing: probe.serialized).root,
            case .success = StatementReader.read(statement, version: .v2)
        else { return nil }
        return found
    }
}

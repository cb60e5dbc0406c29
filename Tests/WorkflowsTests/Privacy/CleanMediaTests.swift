import Access
import Database
import Foundation
import JSON
import Logging
import Outbox
import Privacy
import TestWorld
import Testing
import Values
import Workflows

@Suite("Cleaning the disk after an erasure", .timeLimit(.minutes(2)))
struct CleanMediaTests {
    private static func entries(_ world: PrivacyWorld) async throws -> [OutboxEntry] {
        try await world.services.database.read { tx in
            try OutboxQueue.list(PrivacyWorld.tenant, in: tx).filter { $0.topic == CleanMedia.topic }
        }
    }

    private static func worker(_ world: PrivacyWorld, _ cleaning: CleanMedia) -> OutboxWorker {
        OutboxWorker(
            database: world.services.database, handlers: [cleaning], world: world.services.world,
            logger: Logger(label: "test"))
    }

    private static func erase(_ world: PrivacyWorld) async throws {
        let erasing = ErasePerson(world.services)
        let request = try await erasing.request(
            .id(world.ada.id), ground: .consentWithdrawn, tenant: PrivacyWorld.tenant, by: .commandLine)
        for principal in world.privacy { _ = try await erasing.approve(request.id, by: principal) }
        world.frozen.advance(days: 1)
        _ = try await erasing.execute(
            request.id, confirmation: request.number, tenant: PrivacyWorld.tenant, by: .commandLine)
    }

    @Test(
        "It is put off while a long read is in the way, staff see why, and it is done after that",
        arguments: Engine.underTest)
    func putOff(engine: Engine) async throws {
        try await PrivacyWorld.with(engine, adjust: { $0.statementTimeout = .milliseconds(600) }) { world in
            try await Self.erase(world)
            #expect(try await Self.entries(world).map(\.state) == [.waiting])
            let worker = Self.worker(world, CleanMedia(world.services))
            let (began, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let reading: Void = world.services.database.read { tx in
                _ = try tx.rows("select id from person")
                began.signal()
                done.wait()
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    began.wait()
                    continuation.resume()
                }
            }
            try await world.services.database.write {
                try Tenants.create(TenantID(9), name: "x", in: $0, now: world.frozen.now)
            }
            #expect(try await worker.deliverDue() == 1)
            let held = try await Self.entries(world)
            #expect(held.map(\.state) == [.waiting])
            #expect(held.first?.note?.hasPrefix("not cleaned yet") == true)
            done.signal()
            try await reading
            world.frozen.advance(seconds: 60)
            try await worker.deliverDue()
            #expect(try await Self.entries(world).map(\.state) == [.delivered])
        }
    }

    @Test("Deliveries are forgotten in time, those of scores later than others", arguments: Engine.underTest)
    func forgotten(engine: Engine) async throws {
        try await PrivacyWorld.with(engine) { world in
            let topics = [PostScores.topic, RosterSchedule.topic, FetchMetadata.topic]
            let database = world.services.database
            try await database.write { tx in
                for topic in topics {
                    try OutboxQueue.enqueue(
                        OutboxMessage(tenant: PrivacyWorld.tenant, topic: topic, payload: [:]), in: tx,
                        now: world.frozen.now)
                }
            }
            let worker = OutboxWorker(
                database: database, handlers: topics.map(Done.init), world: world.services.world,
                logger: Logger(label: "test"))
            #expect(try await worker.deliverDue() == 3)
            for (days, left) in [(Int64(6), 3), (2, 2), (23, 1), (140, 1), (10, 0)] {
                world.frozen.advance(days: days)
                try await SweepExpired(world.services).run()
                let topics = try await database.read { try OutboxQueue.list(PrivacyWorld.tenant, in: $0).map(\.topic) }
                #expect(topics.count == left)
                #expect(left == 0 || topics.contains(PostScores.topic))
            }
        }
    }

    private struct Done: OutboxHandler {
        let topic: String
        func deliver(_ delivery: OutboxDelivery) async -> DeliveryOutcome { .delivered("") }
    }
}

import Access
import Database
import HTTPTypes
import Hummingbird
import JSON
import LearningRecords
import Logging
import NIOCore
import OutboundHTTP
import Outbox
import TestWorld
import Testing
import Values
import Workflows
import XAPI

/// What a system that is forwarded to may cost: the other deliveries their turn, statements their way, other systems theirs.
@Suite("Forwarding within bounds", .timeLimit(.minutes(2)))
struct ForwardingBoundsTests {
    @Test("A long backlog goes in several deliveries, each with a message of its own", arguments: Engine.underTest)
    func turns(engine: Engine) async throws {
        try await ForwardingBench.with(engine) { bench in
            let batches = ForwardStatements.mostBatches + 5
            try await bench.record(50 * batches)
            try await bench.queue()
            #expect(try await bench.worker.deliverDue() == 2)
            #expect(try await bench.target().sent == 50 * batches)
            #expect(bench.receiver.taken.count == 50 * batches)
        }
    }

    @Test(
        "What got somewhere begins its tries anew, at the time that the other side asked for",
        arguments: Engine.underTest)
    func progress(engine: Engine) async throws {
        try await ForwardingBench.with(engine) { bench in
            try await bench.record(100)
            // Every second request is too many: sixteen and more of them end nothing.
            bench.receiver.answer { requests, _ in requests % 2 == 0 ? (.tooManyRequests, 120) : (.ok, nil) }
            try await bench.queue()
            for round in 1...30 {
                #expect(try await bench.worker.deliverDue() >= 1)
                let waiting = try #require(try await bench.waiting())
                #expect(waiting.attempts == 0 && waiting.dueAt == bench.world.frozen.now.adding(seconds: 120))
                #expect(try await bench.target().sent == 50 * round)
                try await bench.record(50)
                bench.world.frozen.advance(seconds: 120)
            }
        }
    }

    @Test(
        "A passing 404 or 415, or the same refusal of all, loses nothing: it is tried again",
        arguments: Engine.underTest)
    func passing(engine: Engine) async throws {
        try await ForwardingBench.with(engine) { bench in
            for status in [HTTPResponse.Status.notFound, .unsupportedMediaType, .badRequest, .contentTooLarge] {
                let before = try await bench.target().sent
                try await bench.record(3)
                bench.receiver.answer { _, _ in (status, nil) }
                try await bench.queue()
                try await bench.worker.deliverDue()
                #expect(try await bench.waiting()?.attempts == 1, "\(status)")
                #expect(try await bench.target().refused == 0, "\(status)")
                bench.receiver.answer { _, _ in (.ok, nil) }
                bench.world.frozen.advance(seconds: 60)
                try await bench.worker.deliverDue()
                #expect(try await bench.target().sent == before + 3, "\(status)")
            }
        }
    }

    @Test("What all are refused for at each try is put aside in the end, and holds up nobody")
    func lasting() async throws {
        try await ForwardingBench.with(.sqlite) { bench in
            try await bench.record(3)
            bench.receiver.answer { _, _ in (.badRequest, nil) }
            try await bench.queue()
            for _ in 0..<5 {
                try await bench.worker.deliverDue()
                bench.world.frozen.advance(seconds: 86_400)
            }
            let target = try await bench.target()
            #expect(target.refused == 3 && target.sent == 0)
            #expect(try await bench.waiting() == nil)
            bench.receiver.answer { _, _ in (.ok, nil) }
            try await bench.record(1)
            try await bench.queue()
            try await bench.worker.deliverDue()
            #expect(try await bench.target().sent == 1)
        }
    }

    @Test("A statement that the other side never takes in time is put aside, and the next ones go on")
    func timeOut() async throws {
        try await ForwardingBench.with(.sqlite, timeout: 1) { bench in
            try await bench.record(1)
            let slow = try await bench.rows()
            bench.receiver.answer { _, text in text.contains(slow[0]) ? nil : (.ok, nil) }
            try await bench.queue()
            for attempt in 1...5 {
                try await bench.worker.deliverDue()
                #expect(try await bench.target().refused == (attempt < 5 ? 0 : 1))
                bench.world.frozen.advance(seconds: 7_200)
            }
            try await bench.record(2)
            try await bench.queue()
            try await bench.worker.deliverDue()
            #expect(try await bench.target().sent == 2)
            let refusals = try await bench.refusals()
            #expect(refusals.map(\.statement.description) == slow && refusals.map(\.status) == [408])
        }
    }

    @Test("A target that can't be read doesn't stop the others", arguments: Engine.underTest)
    func broken(engine: Engine) async throws {
        try await ForwardingBench.with(engine) { bench in
            try await bench.world.services.database.write { tx in
                for number in [UInt64(0), .max] {
                    try ForwardingStore(PrivacyWorld.tenant).add(
                        UUID16(high: number, low: 1), "broken", .webhook, settings: [1, 2, 3],
                        after: StatementPosition(stored: Instant(microseconds: 0), row: 0), in: tx,
                        now: bench.world.frozen.now)
                }
            }
            try await bench.record(2)
            await #expect(throws: (any Error).self, "it is told") { try await bench.queue() }
            try await bench.worker.deliverDue()
            #expect(try await bench.target().sent == 2)
        }
    }

    @Test("What a filter doesn't let through is gone through once", arguments: Engine.underTest)
    func unwanted(engine: Engine) async throws {
        try await ForwardingBench.with(engine, verb: "http://example.com/wanted") { bench in
            try await bench.record(20)
            let before = try await bench.target().reached
            try await bench.queue()
            let after = try await bench.target().reached
            #expect(after > before, "the place moves behind what isn't wanted")
            #expect(try await bench.waiting() == nil)
            try await bench.queue()
            #expect(try await bench.target().reached == after, "and stays while nothing comes")
            try await bench.record(1, verb: "http://example.com/wanted")
            try await bench.record(1)
            try await bench.queue()
            try await bench.worker.deliverDue()
            #expect(try await bench.target().sent == 1)
        }
    }
}

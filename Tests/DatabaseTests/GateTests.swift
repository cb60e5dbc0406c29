import Testing
import Values

@testable import Database

@Suite("Waiting for a connection")
struct GateTests {
    @Test("Those who wait get in, in order")
    func order() async throws {
        let gate = Gate(permits: 1, mostWaiting: 10, patience: .seconds(60))
        try await gate.enter()
        let second = Task { try await gate.enter() }
        while gate.waiting < 1 { await Task.yield() }
        let third = Task { try await gate.enter() }
        while gate.waiting < 2 { await Task.yield() }
        gate.leave()
        try await second.value
        #expect(gate.waiting == 1)
        gate.leave()
        try await third.value
        gate.leave()
        try await gate.enter()
    }

    @Test("Whoever waits too long is refused as unavailable, with a time to come back")
    func impatience() async throws {
        let gate = Gate(permits: 1, mostWaiting: 10, patience: .milliseconds(20))
        try await gate.enter()
        await #expect {
            try await gate.enter()
        } throws: {
            let refusal = $0 as? ServiceError
            return refusal?.code == .unavailable && refusal?.retryAfter != nil
        }
        gate.leave()
        try await gate.enter()
    }

    @Test("When too many wait the next is refused at once")
    func crowd() async throws {
        let gate = Gate(permits: 1, mostWaiting: 1, patience: .seconds(3_600))
        try await gate.enter()
        let waiting = Task { try await gate.enter() }
        while gate.waiting < 1 { await Task.yield() }
        await #expect(performing: { try await gate.enter() }, throws: isUnavailable)
        gate.leave()
        try await waiting.value
    }
}

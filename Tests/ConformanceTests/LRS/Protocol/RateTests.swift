import Access
import Database
import DemoData
import JSON
import NIOHTTP1
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import XAPI

/// Limits that an operator sets (1.0.3 Communication §3.2; IEEE 9274.1.1 §4.1.5), each with a service of its own.
@Suite(.serialized, .timeLimit(.minutes(1))) struct RateTests {
    @Test(
        "LRS-ERR-12: more requests than allowed are answered with 429 and leave nothing behind",
        arguments: XAPIVersion.allCases)
    func rate(version: XAPIVersion) async throws {
        try await RunningService.with(adjust: { $0.recordRequestsPerSecond = 10 }) { service in
            let credential = try await HeldService.credential([.all], in: service)
            let client = LRSClient(service: service, credential: credential, version: version)
            let activity = Fresh.activity
            let answers = Locked<[LRSAnswer]>([])
            try await inParallel(Array(0..<100)) { _ in
                let answer = try await client.post(Fresh.statement(activity: activity))
                answers.withLock { $0.append(answer) }
            }
            let all = answers.withLock { $0 }
            let stored = all.filter { $0.status == 200 }
            let refused = all.filter { $0.status == 429 }
            #expect(!refused.isEmpty && stored.count >= 10 && stored.count + refused.count == 100)
            #expect(refused.allSatisfy { $0["Retry-After"] == "1" && !$0.bytes.isEmpty })
            let other = LRSClient(
                service: service, credential: try await HeldService.credential([.all], in: service), version: version)
            #expect(Set(try await other.ids([("activity", activity)])) == Set(try stored.flatMap { try $0.strings }))
        }
    }

    @Test("Without a limit nobody is held up")
    func unlimited() async throws {
        try await RunningService.with { service in
            let credential = try await HeldService.credential([.all], in: service)
            let client = LRSClient(service: service, credential: credential, version: .v2)
            try await inParallel(Array(0..<100)) { _ in
                let answer = try await client.get("agents", [("agent", Fresh.agent(Fresh.mbox))])
                #expect(answer.status == 200)
            }
        }
    }
}

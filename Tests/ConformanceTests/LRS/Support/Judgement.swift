import Foundation
import JSON
import NIOHTTP1
import Testing

/// A body for the statements resource, and what it is an example of.
struct Sample: Sendable {
    let what: String
    let body: [UInt8]

    init(_ what: String, _ statement: JSONNode) {
        self.what = what
        body = statement.serialized
    }

    init(_ what: String, text: String) {
        self.what = what
        body = Array(text.utf8)
    }
}

extension LRSWorld {
    /// Each of the bodies is accepted.
    func accepts(_ samples: [Sample], _ location: SourceLocation = #_sourceLocation) async throws {
        try await judge(samples, status: 200, location)
    }

    /// Each of the bodies is refused with 400 and a reason, and nothing is stored of any.
    func refuses(_ samples: [Sample], _ location: SourceLocation = #_sourceLocation) async throws {
        let client = try client
        let marker = try await client.record(Fresh.statement())
        let moment = try #require(try await client.statement(marker)["stored"]?.string)
        try await judge(samples, status: 400, location)
        let stored = try await client.list([("since", moment)])
        #expect(stored.isEmpty, "\(stored.map(\.rawText))", sourceLocation: location)
    }

    func refuses(_ statements: [String: JSONNode], _ location: SourceLocation = #_sourceLocation) async throws {
        try await refuses(statements.map { Sample($0.key, $0.value) }, location)
    }

    func accepts(_ statements: [String: JSONNode], _ location: SourceLocation = #_sourceLocation) async throws {
        try await accepts(statements.map { Sample($0.key, $0.value) }, location)
    }

    private func judge(_ samples: [Sample], status: Int, _ location: SourceLocation) async throws {
        #expect(!samples.isEmpty, sourceLocation: location)
        let client = try client
        try await inParallel(samples) { sample in
            let answer = try await client.send(.POST, "statements", body: sample.body)
            #expect(
                answer.status == status && !answer.bytes.isEmpty, "\(sample.what): \(answer.status) \(answer.text)",
                sourceLocation: location)
        }
    }
}

/// Runs the work on each item, a few at a time.
func inParallel<Item: Sendable>(
    _ items: [Item], width: Int = 8, _ work: @escaping @Sendable (Item) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        var waiting = items[...]
        for item in waiting.prefix(width) { group.addTask { try await work(item) } }
        waiting = waiting.dropFirst(width)
        while try await group.next() != nil {
            if let item = waiting.popFirst() { group.addTask { try await work(item) } }
        }
    }
}

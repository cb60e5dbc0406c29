import Database
import LearningRecords
import TestWorld
import Testing
import Values
import XAPI

@Suite struct DocumentStoreTests {
    private let store = DocumentStore(Sample.tenant)
    private let context = DocumentContext.state(
        activity: Sample.activity("a"), agent: Sample.hash("ann"), registration: nil)
    private let free = DocumentCondition(version: .v1)

    private func json(_ text: String) -> DocumentContent {
        DocumentContent(type: "application/json", bytes: Array(text.utf8))
    }

    @Test("A document comes back with its bytes and type, and PUT replaces it", arguments: Engine.underTest)
    func put(engine: Engine) async throws {
        let (store, context, free) = (store, context, free)
        try await withRecords(engine) { database in
            let binary = DocumentContent(type: "image/png", bytes: [0, 255, 13, 10])
            try await database.write { tx in
                try store.put(json("{}"), as: "a b/ü", of: context, if: free, in: tx, now: .noon)
                try store.put(binary, as: "a b/ü", of: context, if: free, in: tx, now: .noon.adding(seconds: 1))
            }
            let found = try await database.read { tx in try store.find("a b/ü", of: context, in: tx) }
            #expect(found?.content == binary)
            #expect(found?.etag == binary.etag)
            #expect(found?.changed == .noon.adding(seconds: 1))
        }
    }

    @Test("POST merges the top level of two JSON objects", arguments: Engine.underTest)
    func merge(engine: Engine) async throws {
        let (store, context, free) = (store, context, free)
        try await withRecords(engine) { database in
            try await database.write { tx in
                try store.post(json(#"{"x":1.0,"y":{"a":1}}"#), as: "s", of: context, if: free, in: tx, now: .noon)
                try store.post(json(#"{"y":{"b":2},"z":"é"}"#), as: "s", of: context, if: free, in: tx, now: .noon)
            }
            let found = try await database.read { tx in try store.find("s", of: context, in: tx) }
            let text = String(decoding: try #require(found).content.bytes, as: UTF8.self)
            #expect(text == #"{"x":1.0,"y":{"b":2},"z":"é"}"#)
        }
    }

    @Test("POST refuses what can't be merged, and leaves the document", arguments: Engine.underTest)
    func refusedMerge(engine: Engine) async throws {
        let (store, context, free) = (store, context, free)
        try await withRecords(engine) { database in
            let original = json(#"{"a":1}"#)
            try await database.write { tx in
                try store.put(original, as: "s", of: context, if: free, in: tx, now: .noon)
            }
            let bad = [json("[1]"), json("{"), DocumentContent(type: "text/plain", bytes: Array("{}".utf8))]
            for content in bad {
                let error = await #expect(throws: ServiceError.self) {
                    try await database.write { tx in
                        try store.post(content, as: "s", of: context, if: free, in: tx, now: .noon)
                    }
                }
                #expect(error?.code == .invalid)
            }
            let found = try await database.read { tx in try store.find("s", of: context, in: tx) }
            #expect(found?.content == original)
        }
    }

    @Test("States are kept apart by registration; a list without one names those of all", arguments: Engine.underTest)
    func registrations(engine: Engine) async throws {
        let (store, context, free) = (store, context, free)
        let inOne = DocumentContext.state(
            activity: Sample.activity("a"), agent: Sample.hash("ann"), registration: UUID16(high: 1, low: 1))
        try await withRecords(engine) { database in
            try await database.write { tx in
                try store.put(json("1"), as: "s", of: context, if: free, in: tx, now: .noon)
                try store.put(json("2"), as: "t", of: inOne, if: free, in: tx, now: .noon.adding(seconds: 5))
            }
            try await database.read { tx in
                let all = try store.list(context, in: tx)
                #expect(all.map(\.id) == ["s", "t"])
                #expect(try store.find("t", of: context, in: tx) == nil)
                #expect(try store.list(inOne, in: tx).map(\.id) == ["t"])
                #expect(try store.list(context, since: .noon, in: tx).map(\.id) == ["t"])
            }
            let left = try await database.write { tx in
                try store.deleteAll(context, in: tx)
                return try store.list(context, in: tx) + store.list(inOne, in: tx)
            }
            #expect(left.isEmpty)
        }
    }

    @Test("Deleting what isn't there is no fault", arguments: Engine.underTest)
    func delete(engine: Engine) async throws {
        let (store, context, free) = (store, context, free)
        try await withRecords(engine) { database in
            try await database.write { tx in
                try store.put(json("1"), as: "s", of: context, if: free, in: tx, now: .noon)
                try store.delete("s", of: context, if: free, in: tx)
                try store.delete("s", of: context, if: free, in: tx)
                #expect(try store.find("s", of: context, in: tx) == nil)
            }
        }
    }
}

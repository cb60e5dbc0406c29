import Cryptography
import Database
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values

@Suite struct DocumentRoutesTests {
    private static let owner = [("activityId", "http://e.com/a"), ("agent", Spoken.agent("ann"))]
    private let state = owner + [("stateId", "a b/ü")]

    @Test(
        "LRS-DOC-01 LRS-DOC-03 LRS-DOC-12 LRS-CONC-01 LRS-CONC-02 LRS-CONC-03: bytes, type and tag come back",
        arguments: Engine.underTest)
    func roundTrip(engine: Engine) async throws {
        let state = state
        try await LRSHouse.with(engine) { lrs in
            for (text, type) in [
                ("{\"a\":1}", "application/json"), ("plain", "application/octet-stream"), ("", "text/plain"),
            ] {
                let put = try await lrs.send(.put, "activities/state", state, body: text, type: type, version: "1.0.3")
                #expect(put.status == .noContent)
                let get = try await lrs.send(.get, "activities/state", state)
                #expect(get.status == .ok && get.text == text && get.headers[.contentType] == type)
                #expect(get.headers[.eTag] == "\"" + Hexadecimal.encode(Digest.sha1(Array(text.utf8))) + "\"")
                #expect(get.headers[.lastModified] != nil)
            }
        }
    }

    @Test("LRS-STATE-06 LRS-STATE-07 LRS-STATE-10 LRS-DOC-13 LRS-HDR-02: one, list and deletion")
    func lists() async throws {
        let state = state
        try await LRSHouse.with { lrs in
            #expect(try await lrs.send(.get, "activities/state", state).status == .notFound)
            #expect(try await lrs.send(.head, "activities/state", state).status == .notFound)
            for id in ["x", "y"] {
                _ = try await lrs.send(
                    .put, "activities/state", Self.owner + [("stateId", id)], body: "{}", version: "1.0.3")
            }
            #expect(try await lrs.send(.get, "activities/state", Self.owner).text == #"["x","y"]"#)
            let one = Self.owner + [("stateId", "x")]
            #expect(try await lrs.send(.delete, "activities/state", one).status == .noContent)
            #expect(try await lrs.send(.get, "activities/state", Self.owner).text == #"["y"]"#)
            #expect(try await lrs.send(.delete, "activities/state", Self.owner).status == .noContent)
            #expect(try await lrs.send(.get, "activities/state", Self.owner).text == "[]")
        }
    }

    @Test("LRS-STATE-02 LRS-STATE-03 LRS-STATE-04 LRS-STATE-05 LRS-STATE-09 LRS-STATE-11: bad parameters are 400")
    func bad() async throws {
        let state = state
        try await LRSHouse.with { lrs in
            let cases: [(HTTPRequest.Method, [(String, String)])] = [
                (.get, [("agent", Spoken.agent("ann"))]), (.get, [("activityId", "http://e.com/a")]),
                (.put, Self.owner), (.get, state + [("registration", "x")]), (.get, Self.owner + [("since", "x")]),
                (.get, state + [("since", "2020-01-01T00:00:00Z")]),
                (.delete, Self.owner + [("since", "2020-01-01T00:00:00Z")]),
                (.get, [("activityId", "x"), ("agent", Spoken.agent("ann"))]),
                (.get, [("activityId", "http://e.com/a"), ("agent", "x")]),
            ]
            for (method, parameters) in cases {
                let body = method == .put ? "{}" : nil
                let answer = try await lrs.send(method, "activities/state", parameters, body: body)
                #expect(answer.status == .badRequest, "\(method) \(parameters)")
            }
        }
    }

    @Test("LRS-STATE-14 LRS-STATE-15 LRS-CONC-09 LRS-CONC-10 LRS-CONC-16: PUT without a condition follows the version")
    func unconditional() async throws {
        let state = state
        try await LRSHouse.with { lrs in
            func put(_ path: String, _ parameters: [(String, String)], _ version: String) async throws -> Int {
                try await lrs.send(.put, path, parameters, body: "{}", version: version).status.code
            }
            let first = try await put("activities/state", state, "1.0.3")
            #expect(first == 204)
            #expect(try await put("activities/state", state, "1.0.3") == 204)
            #expect(try await put("activities/state", state, "2.0.0") == 409)
            let agent = [("agent", Spoken.agent("ann")), ("profileId", "p")]
            let activity = [("activityId", "http://e.com/a"), ("profileId", "p")]
            for (path, owner) in [("agents/profile", agent), ("activities/profile", activity)] {
                #expect(try await put(path, owner, "1.0.3") == 400)
                #expect(try await put(path, owner, "2.0.0") == 204)
                #expect(try await put(path, owner, "1.0.3") == 409)
                #expect(try await put(path, owner, "2.0.0") == 409)
            }
        }
    }

    @Test("LRS-CONC-04 LRS-CONC-05 LRS-CONC-06 LRS-CONC-07 LRS-CONC-15: conditions hold", arguments: Engine.underTest)
    func conditions(engine: Engine) async throws {
        let state = state
        try await LRSHouse.with(engine) { lrs in
            func send(_ method: HTTPRequest.Method, _ headers: [HTTPField.Name: String?]) async throws -> Int {
                let body = method == .put || method == .post ? "{\"a\":1}" : nil
                return try await lrs.send(method, "activities/state", state, body: body, headers: headers).status.code
            }
            #expect(try await send(.put, [.ifNoneMatch: "*"]) == 204)
            #expect(try await send(.put, [.ifNoneMatch: "*"]) == 412)
            let tag = try await lrs.send(.get, "activities/state", state).headers[.eTag] ?? ""
            for method in [HTTPRequest.Method.put, .post, .delete] {
                #expect(try await send(method, [.ifMatch: "\"0\""]) == 412)
            }
            #expect(try await send(.get, [.ifNoneMatch: tag]) == 304)
            for method in [HTTPRequest.Method.put, .post, .delete] {
                #expect(try await send(method, [.ifMatch: tag]) == 204)
            }
        }
    }

    @Test("LRS-DOC-15: merges at the same time lose nothing", arguments: Engine.underTest)
    func parallelMerges(engine: Engine) async throws {
        let state = state
        try await LRSHouse.with(engine) { lrs in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<30 {
                    group.addTask {
                        let answer = try await lrs.send(
                            .post, "activities/state", state, body: "{\"k\(number)\":\(number)}", version: "1.0.3")
                        #expect(answer.status == .noContent)
                    }
                }
                try await group.waitForAll()
            }
            let merged = try await lrs.send(.get, "activities/state", state)
            #expect(try merged.json.count == 30)
        }
    }

    @Test("LRS-CONC-14: of many writers with one tag, one succeeds", arguments: Engine.underTest)
    func parallelPuts(engine: Engine) async throws {
        let state = state
        try await LRSHouse.with(engine) { lrs in
            _ = try await lrs.send(.put, "activities/state", state, body: "{}", version: "1.0.3")
            let tag = try await lrs.send(.get, "activities/state", state).headers[.eTag]
            let successes = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await lrs.send(
                            .put, "activities/state", state, body: "{\"n\":\(number)}", headers: [.ifMatch: tag]
                        ).status.code
                    }
                }
                return try await group.reduce(0) { $0 + ($1 == 204 ? 1 : 0) }
            }
            #expect(successes == 1)
        }
    }
}

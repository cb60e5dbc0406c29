import Access
import Database
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values

@testable import Web

@Suite("Bodies of requests to the LRS")
struct RequestBodiesTests {
    @Test("All bodies together have a limit; what was answered gives its place back")
    func together() throws {
        var settings = XAPISettings(audience: .everybody)
        settings.heldBodies = 1_000
        let bodies = RequestBodies(settings)
        var first: BodyHold? = BodyHold(bodies)
        try first?.grow(by: 900)
        let second = BodyHold(bodies)
        #expect { try second.grow(by: 200) } throws: {
            let refusal = $0 as? ServiceError
            return refusal?.code == .unavailable && refusal?.retryAfter != nil
        }
        first = nil
        try second.grow(by: 200)
    }

    @Test("One credential follows so many streams at a time, and others aren't held back")
    func streams() throws {
        let seats = StreamSeats()
        let ann = XAPIPrincipal.client(
            .init(tenant: LRSHouse.tenant, id: "ann", name: "Ann", scopes: XAPIScopes([.all])))
        let bob = XAPIPrincipal.client(
            .init(tenant: LRSHouse.tenant, id: "bob", name: "Bob", scopes: XAPIScopes([.all])))
        var taken = try (0..<StreamSeats.mostPerCredential).map { _ in try seats.take(for: ann) }
        #expect { try seats.take(for: ann) } throws: { ($0 as? ServiceError)?.code == .tooManyRequests }
        taken.append(try seats.take(for: bob))
        taken.removeFirst()
        taken.append(try seats.take(for: ann))
        #expect(taken.count == StreamSeats.mostPerCredential + 1)
    }

    @Test("A limit above 16 MiB holds for a request; one statement alone has a limit of its own")
    func large() async throws {
        var settings = XAPISettings(audience: .everybody)
        settings.statementLimit = 40 << 20
        try await LRSHouse.with(.sqlite, settings) { lrs in
            let long = Self.statement(length: 9 << 20)
            let taken = try await lrs.post(JSONNode.array([long, long]).text)
            #expect(taken.status == .ok)
            #expect(try Array(taken.json.elements).count == 2)
            let answer = try await lrs.post(JSONNode.array([Self.statement(length: 16 << 20)]).text)
            #expect(answer.status == .contentTooLarge)
        }
    }

    @Test("A larger limit holds for documents that are merged, too")
    func largeDocument() async throws {
        var settings = XAPISettings(audience: .everybody)
        settings.documentLimit = 40 << 20
        try await LRSHouse.with(.sqlite, settings) { lrs in
            let state = [
                ("activityId", "http://e.com/a"), ("agent", Spoken.agent("ann")), ("stateId", "large"),
            ]
            let text = String(repeating: "x", count: 17 << 20)
            for body in [#"{"a":"\#(text)"}"#, #"{"b":1}"#] {
                let answer = try await lrs.send(.post, "activities/state", state, body: body)
                #expect(answer.status == .noContent)
            }
            let merged = try await lrs.send(.get, "activities/state", state)
            #expect(merged.text.hasSuffix(#"","b":1}"#))
        }
    }

    private static func statement(length: Int) -> JSONNode {
        Spoken.statement(extra: [("result", ["response": .string(String(repeating: "x", count: length))])])
    }
}

import Foundation
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

/// Noise that is the same in every run.
private struct Noise: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in UInt8.random(in: .min ... .max, using: &self) }
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }
}

extension LRSConformance {
    /// Requests that mean harm or nothing: a clear answer, nothing stored, the service goes on.
    @Suite struct HostileRequests {
        private static let resources = [
            "statements", "activities/state", "activities/profile", "agents/profile", "agents", "activities", "about",
            "extensions/none",
        ]
        private static let names = [
            "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "since", "until", "limit",
            "format", "attachments", "ascending", "related_agents", "more", "activityId", "stateId", "profileId",
            "method", "",
        ]
        private static let fragments = [
            "%", "%00", "%ff%fe", "%C0%80", "%ED%A0%80", "%2", "%zz", "+", ";", "'", "%27--", "{}", "[",
            "%7B%22mbox%22%3A",
            "null", "-1", "1e999", "9999999999999999999999", "true", "2024-01-01T00:00:00Z", "0000-00-00T00:00:00Z",
            "9999-12-31T23:59:60Z", "../../etc/passwd", "http://", "urn:", "a:b", "%F0%9F%98%80", "=", "&", "?", "ids",
            "AAAA",
            "%0d%0aX:y", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff",
        ]

        @Test("No query string, however strange, stops the service or is answered with a 5xx", arguments: LRSWorld.all)
        func queries(_ world: LRSWorld) async throws {
            let client = try world.client
            var noise = Noise(state: 7)
            var queries = Self.names.flatMap { name in Self.fragments.map { name + "=" + $0 } }
            for _ in 0..<400 {
                let parts = (0..<Int.random(in: 1...6, using: &noise)).map { _ in
                    noise.pick(Self.names) + noise.pick(["=", "", "=="])
                        + (0..<Int.random(in: 0...4, using: &noise)).map { _ in noise.pick(Self.fragments) }.joined()
                }
                queries.append(parts.joined(separator: noise.pick(["&", "&&", ";"])))
            }
            queries.append("agent=" + String(repeating: "[", count: 5_000))
            queries.append(String(repeating: "a=1&", count: 2_000))
            let requests = queries.enumerated().map { number, query in
                (Self.resources[number % Self.resources.count] + "?" + query, number % 7 == 0 ? HTTPMethod.HEAD : .GET)
            }
            try await inParallel(requests) { path, method in
                let answer = try await client.send(method, path: path)
                #expect(answer.status < 500, "\(path): \(answer.status)")
            }
            #expect(try await client.get("about").status == 200)
        }

        @Test(
            "No body, however broken, stops the service, is answered with a 5xx or leaves something half stored",
            arguments: LRSWorld.all)
        func bodies(_ world: LRSWorld) async throws {
            let client = try world.client
            var noise = Noise(state: 11)
            let whole = FullStatement.of(world.version).removing("id").serialized
            var bodies = (0..<300).map { _ in Self.damaged(whole, &noise) }
            bodies += (0..<40).map { _ in noise.bytes(upTo: 2_000) }
            bodies.append(Array(String(repeating: "[", count: 200_000).utf8))
            bodies.append(Array((String(repeating: #"{"a":"#, count: 50_000) + "1").utf8))
            bodies.append(Array(("[" + String(repeating: "0,", count: 300_000) + "0]").utf8))
            bodies.append(Array(("\"" + String(repeating: "\\u0000", count: 100_000) + "\"").utf8))
            try await inParallel(bodies) { body in
                let answer = try await client.send(.POST, "statements", body: body)
                #expect([200, 400, 409, 413].contains(answer.status), "\(answer.status): \(answer.text)")
                guard answer.status == 200 else { return }
                for id in try answer.strings {
                    #expect(try await client.get("statements", [("statementId", id)]).status == 200)
                }
            }
        }

        @Test(
            "No document, type or condition, however strange, stops the service or is answered with a 5xx",
            arguments: LRSWorld.all)
        func documents(_ world: LRSWorld) async throws {
            let client = try world.client
            var noise = Noise(state: 13)
            let types = [
                "application/json", "text/plain", "", "/", "a", "application/json; charset", "x/\"", "multipart/mixed",
                String(repeating: "t", count: 5_000), "image/png; a=\"b;c\"",
            ]
            let conditions = [
                "*", "\"", "W/", "\"\"", "\"a", "a,b,\"c", ",,,", String(repeating: "\"a\",", count: 500), "\u{e9}",
            ]
            let places = DocumentPlace.all()
            let requests = (0..<240).map { number in
                let method = noise.pick([HTTPMethod.PUT, .POST, .DELETE, .GET])
                return (
                    method, places[number % 3], "d\(Int.random(in: 0...5, using: &noise))",
                    Bool.random(using: &noise)
                        ? Self.damaged(Array(#"{"a":{"b":[1,2]},"c":"d"}"#.utf8), &noise) : noise.bytes(upTo: 300),
                    noise.pick(types), (noise.pick(["If-Match", "If-None-Match"]), noise.pick(conditions))
                )
            }
            try await inParallel(requests) { method, place, id, body, type, header in
                let answer = try await client.send(method, place, id, body, type: type, headers: [header])
                #expect(answer.status < 500, "\(method) \(type) \(header): \(answer.status) \(answer.text)")
            }
            for place in places { #expect(try await client.send(.GET, place, nil).status == 200) }
        }

        @Test("No form, however broken, stops the service or is answered with a 5xx", arguments: LRSWorld.v1)
        func forms(_ world: LRSWorld) async throws {
            let client = try world.client
            var noise = Noise(state: 17)
            let fields = [
                "Authorization", "X-Experience-API-Version", "Content-Type", "If-Match", "content", "statementId",
                "agent", "limit",
                "Content-Length",
            ]
            let requests = (0..<200).map { _ in
                let form = (0..<Int.random(in: 0...5, using: &noise)).map { _ in
                    noise.pick(fields) + "=" + noise.pick(Self.fragments)
                }.joined(separator: "&")
                let method = noise.pick(["GET", "PUT", "POST", "DELETE", "HEAD", "X", "", "%00"])
                return (noise.pick(Self.resources) + "?method=" + method, form)
            }
            try await inParallel(requests) { path, form in
                let answer = try await client.send(
                    .POST, path: path, body: Array(form.utf8), type: "application/x-www-form-urlencoded")
                #expect(answer.status < 500, "\(path) \(form): \(answer.status)")
            }
        }

        /// Some bytes changed, cut out, repeated or put in.
        private static func damaged(_ bytes: [UInt8], _ noise: inout Noise) -> [UInt8] {
            var bytes = bytes
            for _ in 0..<Int.random(in: 1...4, using: &noise) where !bytes.isEmpty {
                let start = Int.random(in: bytes.indices, using: &noise)
                let end = min(bytes.count, start + Int.random(in: 1...20, using: &noise))
                switch Int.random(in: 0...4, using: &noise) {
                case 0: bytes[start] = UInt8.random(in: .min ... .max, using: &noise)
                case 1: bytes.removeSubrange(start..<end)
                case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
                case 3:
                    bytes.insert(
                        contentsOf: noise.pick([Array("null".utf8), [0], Array("\"\\ud800\"".utf8), Array("{}".utf8)]),
                        at: start)
                default: bytes.swapAt(start, end - 1)
                }
            }
            return bytes
        }
    }
}

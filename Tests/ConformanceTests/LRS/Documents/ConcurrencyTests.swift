import Cryptography
import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// Entity tags and preconditions (1.0.3 Communication §3.1; IEEE 9274.1.1 §4.1.4; RFC 9110 §13).
    @Suite struct Concurrency {
        @Test(
            "LRS-CONC-01, LRS-CONC-02, LRS-CONC-03, LRS-HDR-03: the tag is the SHA-1 of the content in quotes, on GET and HEAD alike",
            arguments: LRSWorld.all)
        func tags(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                try await client.store(place, "a", Array("content".utf8), type: "text/plain")
                let (got, head) = (try await client.send(.GET, place, "a"), try await client.send(.HEAD, place, "a"))
                #expect(got["ETag"] == "\"" + Hexadecimal.encode(Digest.sha1(Array("content".utf8))) + "\"")
                for name in ["ETag", "Last-Modified", "Content-Length", "Content-Type"] {
                    #expect(got[name] != nil && got[name] == head[name], "\(name)")
                }
            }
        }

        @Test(
            "LRS-CONC-04, LRS-CONC-05, LRS-CONC-06, LRS-CONC-12: If-Match lets the right tag through, and the wrong one changes nothing",
            arguments: LRSWorld.all)
        func ifMatch(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                for method in [HTTPMethod.PUT, .POST, .DELETE] {
                    let body = Array(#"{"b":2}"#.utf8)
                    let missing = try await client.send(method, place, "none", body, headers: [("If-Match", "\"abc\"")])
                    #expect(missing.status == 412)
                    try await client.store(place, "a", Array(#"{"a":1}"#.utf8))
                    let tag = try #require(try await client.send(.GET, place, "a")["ETag"])
                    let wrong = try await client.send(
                        method, place, "a", body,
                        headers: [("If-Match", "\"" + String(repeating: "0", count: 40) + "\"")])
                    #expect(wrong.status == 412 && !wrong.bytes.isEmpty)
                    #expect(try await client.content(place, "a") == #"{"a":1}"#)
                    #expect(try await client.send(method, place, "a", body, headers: [("If-Match", tag)]).status == 204)
                    let after = try await client.content(place, "a")
                    #expect(after == (method == .PUT ? #"{"b":2}"# : method == .POST ? #"{"a":1,"b":2}"# : nil))
                    let stale = try await client.send(method, place, "a", body, headers: [("If-Match", tag)])
                    #expect(stale.status == 412)
                    _ = try await client.send(.DELETE, place, "a")
                }
            }
        }

        @Test(
            "LRS-CONC-07, LRS-CONC-08: If-None-Match with a star lets only a new document through",
            arguments: LRSWorld.all)
        func ifNoneMatch(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                for method in [HTTPMethod.PUT, .POST] {
                    let id = "\(method)"
                    for status in [204, 412, 412] {
                        let answer = try await client.send(
                            method, place, id, Array(#"{"s":\#(status)}"#.utf8), headers: [("If-None-Match", "*")])
                        #expect(answer.status == status)
                    }
                    #expect(try await client.content(place, id) == #"{"s":204}"#)
                }
            }
        }

        @Test(
            "LRS-CONC-09, LRS-CONC-10, LRS-CONC-16, LRS-STATE-14, LRS-STATE-15: a PUT without conditions, by resource and version",
            arguments: LRSWorld.all)
        func bare(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                let isState = place.resource == "activities/state"
                let first = try await client.send(.PUT, place, "new", [1])
                #expect(first.status == (world.version == .v2 || isState ? 204 : 400))
                #expect(try await client.content(place, "new") == (first.status == 204 ? "\u{1}" : nil))
                try await client.store(place, "a", [1])
                let again = try await client.send(.PUT, place, "a", [2])
                let isFree = world.version == .v1 && isState
                #expect(again.status == (isFree ? 204 : 409))
                if !isFree { #expect(again.text.contains("If-Match")) }
                #expect(try await client.content(place, "a") == (isFree ? "\u{2}" : "\u{1}"))
            }
        }

        @Test(
            "LRS-CONC-11, LRS-CONC-13: a star matches what is there, lists of tags are read, weak tags never match",
            arguments: LRSWorld.all)
        func lists(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                #expect(try await client.send(.PUT, place, "a", [1], headers: [("If-Match", "*")]).status == 412)
                try await client.store(place, "a", [1])
                #expect(try await client.send(.PUT, place, "a", [2], headers: [("If-Match", "*")]).status == 204)
                let tag = try #require(try await client.send(.GET, place, "a")["ETag"])
                for (header, status) in [
                    ("W/" + tag, 412), ("\"x\", \"y\"", 412), ("W/\"x\", W/" + tag, 412), ("\"x\", " + tag, 204),
                    ("\"x,y\" ,\t" + tag + " , \"z\"", 204), (tag + ",", 204), ("\"x" + tag.dropFirst(), 412),
                    ("", 412),
                ] {
                    let answer = try await client.send(.PUT, place, "a", [2], headers: [("If-Match", header)])
                    #expect(answer.status == status, "\(header)")
                }
                let twice = try await client.send(
                    .PUT, place, "a", [2], headers: [("If-Match", "\"x\""), ("If-Match", tag)])
                #expect(twice.status == 204)
            }
        }

        @Test("LRS-CONC-14: of many writers with one tag exactly one gets through", arguments: LRSWorld.all)
        func race(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                try await client.store(place, "a", [0])
                let tag = try #require(try await client.send(.GET, place, "a")["ETag"])
                let done = Locked<[Int]>([])
                try await inParallel(Array(1...20), width: 10) { number in
                    let answer = try await client.send(
                        .PUT, place, "a", [UInt8(number)], headers: [("If-Match", tag)])
                    #expect([204, 412].contains(answer.status))
                    if answer.status == 204 { done.withLock { $0.append(number) } }
                }
                let winners = done.withLock { $0 }
                #expect(winners.count == 1)
                #expect(try await client.send(.GET, place, "a").bytes == winners.map { UInt8($0) })
            }
        }

        @Test("LRS-CONC-15: a reader that has the document is answered 304", arguments: LRSWorld.all)
        func notModified(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                try await client.store(place, "a", [1])
                let tag = try #require(try await client.send(.GET, place, "a")["ETag"])
                for header in [tag, "\"x\", " + tag, "*", "W/" + tag] {
                    let answer = try await client.send(.GET, place, "a", headers: [("If-None-Match", header)])
                    #expect(answer.status == 304 && answer.bytes.isEmpty && answer["ETag"] == tag, "\(header)")
                }
                #expect(try await client.send(.GET, place, "a", headers: [("If-None-Match", "\"x\"")]).status == 200)
            }
        }
    }
}

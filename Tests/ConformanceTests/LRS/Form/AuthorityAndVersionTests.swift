import Access
import JSON
import ServiceWorld
import Testing
import Values
import XAPI

extension LRSConformance {
    /// Authority and version of statements (1.0.3 Data §2.4.9, §2.4.10; IEEE 9274.1.1 §4.2.4.2, §4.2.4.3).
    @Suite struct AuthorityAndVersion {
        @Test(
            "LRS-AUTHY-01, LRS-AUTHY-02, LRS-AUTHY-05: the authority is the credential's agent alone, whatever was sent",
            arguments: LRSWorld.all)
        func authority(_ world: LRSWorld) async throws {
            let client = try world.client
            let held = try #require(LRSWorld.running[world.engine])
            let sent: [JSONNode] = [
                Fresh.statement(), Fresh.statement().setting("authority", ["mbox": "mailto:somebody@example.com"]),
                Fresh.statement().setting(
                    "authority",
                    draft(
                        #"""
                        {"objectType":"Group","member":[{"account":{"homePage":"http://example.com","name":"app"}},
                        {"mbox":"mailto:user@example.com"}]}
                        """#)),
            ]
            for statement in sent {
                let got = try await client.statement(try await client.record(statement))
                #expect(got["authority"]?["account"]?["homePage"]?.string == held.service.publicURL)
                #expect(got["authority"]?["account"]?["name"]?.string == held.credential.keyID)
                #expect(got["authority"]?.members.map(\.name) == ["objectType", "account"])
            }
        }

        @Test("LRS-AUTHY-03: the same credential gives the same authority each time", arguments: LRSWorld.all)
        func deterministic(_ world: LRSWorld) async throws {
            let (one, two) = (try world.client, try await world.client(.all))
            var seen: [String?] = []
            for client in [one, one, two] {
                seen.append(
                    try await client.statement(try await client.record(Fresh.statement()))["authority"]?.rawText)
            }
            #expect(seen[0] != nil && seen[0] == seen[1] && seen[0] != seen[2])
        }

        @Test(
            "LRS-AUTHY-04: an authority is an Agent, or an anonymous Group of exactly two Agents",
            arguments: LRSWorld.all)
        func form(_ world: LRSWorld) async throws {
            func group(_ members: Int) -> JSONNode {
                ["objectType": "Group", "member": .array((0..<members).map { ["mbox": "mailto:a\($0)@example.com"] })]
            }
            func with(_ authority: JSONNode) -> JSONNode { Fresh.statement().setting("authority", authority) }
            try await world.refuses([
                "none": with(group(0)), "one": with(group(1)), "three": with(group(3)),
                "identified": with(group(2).setting("mbox", "mailto:g@example.com")),
                "identified alone": with(["objectType": "Group", "mbox": "mailto:g@example.com"]), "text": with("a"),
                "empty": with([:]),
                "two identifiers": with(["mbox": "mailto:a@b.c", "openid": "http://a.example.com"]),
                "a group in it": with(group(2).setting("member/0", group(2))),
            ])
            try await world.accepts(["two": with(group(2)), "agent": with(["mbox": "mailto:a@example.com"])])
        }

        @Test(
            "LRS-SVER-01, LRS-SVER-03: a version of 1.0 is accepted and comes back as sent, others are refused",
            arguments: LRSWorld.all)
        func versions(_ world: LRSWorld) async throws {
            let client = try world.client
            let own = world.version == .v2 ? ["2.0", "2.0.0", "2.0.1"] : []
            for version in ["1.0", "1.0.0", "1.0.2", "1.0.9"] + own {
                let id = try await client.record(Fresh.statement().setting("version", .string(version)))
                #expect(try await client.statement(id)["version"]?.string == version)
            }
            let others = world.version == .v1 ? ["2.0.0"] : []
            try await world.refuses(
                (["1.1.0", "0.9.9", "abc", "", "1", "1.0.x", "0.95", "3.0.0"] + others).map {
                    Sample("version \($0)", Fresh.statement().setting("version", .string($0)))
                } + [Sample("number", Fresh.statement().setting("version", 1.0))])
        }

        @Test("LRS-SVER-02: without a version a 1.0.3 statement comes back as 1.0.0", arguments: LRSWorld.v1)
        func absentInFirst(_ world: LRSWorld) async throws {
            let client = try world.client
            #expect(
                try await client.statement(try await client.record(Fresh.statement()))["version"]?.string == "1.0.0")
        }

        @Test(
            "LRS-SVER-04, LRS-SVER-05: without a version a 2.0 statement comes back as 2.0.0; bad ones are refused as the suite wants",
            arguments: LRSWorld.v2)
        func absentInSecond(_ world: LRSWorld) async throws {
            let client = try world.client
            #expect(
                try await client.statement(try await client.record(Fresh.statement()))["version"]?.string == "2.0.0")
            try await world.refuses(
                ["abc", "0.9.9", "1.1.0"].map { Sample($0, Fresh.statement().setting("version", .string($0))) })
            try await world.accepts(
                ["1.0", "1.0.9"].map { Sample($0, Fresh.statement().setting("version", .string($0))) })
        }
    }
}

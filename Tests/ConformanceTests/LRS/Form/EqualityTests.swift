import JSON
import NIOHTTP1
import Testing
import XAPI

extension LRSConformance {
    /// When two statements are the same, and that a stored one stays (1.0.3 Data §2.3.1; IEEE 9274.1.1 §4.2).
    @Suite struct Equality {
        @Test("LRS-EQ-01, LRS-PUT-07: no request changes a stored statement", arguments: LRSWorld.all)
        func immutable(_ world: LRSWorld) async throws {
            let client = try world.client
            let statement = FullStatement.of(world.version)
            let id = try await client.record(statement)
            let before = try await client.send(.GET, "statements", [("statementId", id)]).text
            let other = statement.setting("verb/id", "http://example.com/verbs/undid").setting("id", .string(id))
            #expect(try await client.put(id, other).status == 409)
            #expect(try await client.put(id, statement.setting("verb/display/en-US", "other")).status == 204)
            #expect(try await client.post(other).status == 409)
            #expect(try await client.post(.array([Fresh.statement(), other])).status == 409)
            for method in ["DELETE", "PATCH"] {
                let answer = try await client.send(.RAW(value: method), "statements", [("statementId", id)])
                #expect(answer.status == 405)
            }
            #expect(try await client.send(.GET, "statements", [("statementId", id)]).text == before)
        }

        @Test(
            "LRS-EQ-02: id, authority, stored, timestamp, version, attachments, member order, displays and definitions don't count",
            arguments: LRSWorld.all)
        func ignored(_ world: LRSWorld) async throws {
            let client = try world.client
            let members: JSONNode = [["mbox": "mailto:a@example.com"], ["mbox": "mailto:b@example.com"]]
            let reversed: JSONNode = [["mbox": "mailto:b@example.com", "name": "B"], ["mbox": "mailto:a@example.com"]]
            let base = FullStatement.of(world.version).setting("actor", ["objectType": "Group", "member": members])
            for (what, other) in [
                ("nothing", base), ("authority", base.setting("authority/mbox", "mailto:other@example.com")),
                ("no authority", base.removing("authority")),
                ("stored", base.setting("stored", "2020-01-01T00:00:00Z")),
                ("timestamp", base.setting("timestamp", "2020-01-01T00:00:00Z")),
                ("no timestamp", base.removing("timestamp")),
                ("version", base.setting("version", "1.0.0")), ("no version", base.removing("version")),
                ("attachments", base.removing("attachments")),
                ("member order", base.setting("actor/member", reversed)), ("display", base.removing("verb/display")),
                ("definition", base.setting("object/definition/name/en", "Another")),
                ("no definition", base.removing("object/definition")),
                ("context definition", base.removing("context/contextActivities/grouping/0/definition")),
                ("no id", base.removing("id")),
            ] {
                let id = Fresh.uuid
                #expect(try await client.put(id, base.setting("id", .string(id))).status == 204, "\(what)")
                let again = what == "no id" ? other : other.setting("id", .string(id))
                let answer = try await client.put(id, again)
                #expect(answer.status == 204, "\(what): \(answer.text)")
            }
        }

        @Test("LRS-EQ-03: actor, verb, object, result and context count", arguments: LRSWorld.all)
        func compared(_ world: LRSWorld) async throws {
            let client = try world.client
            let base = FullStatement.of(world.version).removing("id")
            var changes: [(String, JSONNode)] = [
                ("actor/account/name", "bob"), ("actor/account/homePage", "http://other.example.com"),
                ("verb/id", "http://example.com/verbs/other"), ("object/id", "http://example.com/activities/other"),
                ("result/score/raw", 6), ("result/success", false), ("result/response", "b"),
                ("result/duration", "PT2H"), ("result/extensions", ["http://example.com/x": 2]),
                ("context/registration", .string(Fresh.uuid)), ("context/instructor/mbox", "mailto:other@example.com"),
                ("context/team/mbox", "mailto:other@example.com"), ("context/revision", "3"),
                ("context/platform", "other"),
                ("context/language", "fr"), ("context/statement/id", .string(Fresh.uuid)), ("context/extensions", [:]),
                ("context/contextActivities/parent/0/id", "http://example.com/activities/other"),
            ]
            if world.version == .v2 {
                changes.append(("context/contextAgents/0/agent/mbox", "mailto:other@example.com"))
                changes.append(("context/contextGroups/0/group/mbox", "mailto:other@example.com"))
                changes.append(("context/contextAgents/0/relevantTypes/0", "http://example.com/types/other"))
            }
            let id = try await client.record(base)
            try await inParallel(changes) { path, value in
                let answer = try await client.put(id, base.setting(path, value))
                #expect(answer.status == 409, "\(path): \(answer.text)")
            }
            for path in ["result", "context", "result/completion", "context/contextActivities/other"] {
                #expect(try await client.put(id, base.removing(path)).status == 409, "\(path)")
            }
        }

        @Test(
            "LRS-EQ-05: white space, member order, number notation and the letter case of UUIDs don't count; that of IRIs does",
            arguments: LRSWorld.all)
        func notation(_ world: LRSWorld) async throws {
            let client = try world.client
            let sha1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"
            let base = FullStatement.of(world.version).removing("id").setting("actor", ["mbox_sha1sum": .string(sha1)])
            let id = try await client.record(base)
            let score = base.setting(
                "result/score", .raw(Array(#"{"max":1.0e1,"min":0.0,"raw":5.00,"scaled":50e-2}"#.utf8)))
            for (what, other) in [
                ("order", base.reversed), ("numbers", score),
                (
                    "registration",
                    base.setting("context/registration", "3F0F8D2C-4A77-4B52-9C4B-0C1A6F9B3C11")
                ),
                ("reference", base.setting("context/statement/id", "3F0F8D2C-4A77-4B52-9C4B-0C1A6F9B3C12")),
                ("hash", base.setting("actor/mbox_sha1sum", .string(sha1.uppercased()))),
            ] {
                let answer = try await client.put(id, other)
                #expect(answer.status == 204, "\(what): \(answer.text)")
            }
            let spaced = base.removing("object/definition").text.map {
                "{}[],".contains($0) ? "\n \($0)\t" : String($0)
            }.joined()
            let answer = try await client.send(.PUT, "statements", [("statementId", id)], body: Array(spaced.utf8))
            #expect(answer.status == 204, "white space: \(answer.text)")
            for (path, value) in [
                ("verb/id", "http://example.com/verbs/DID"), ("object/id", "http://example.com/activities/WHOLE"),
            ] {
                #expect(try await client.put(id, base.setting(path, .string(value))).status == 409)
            }
        }
    }
}

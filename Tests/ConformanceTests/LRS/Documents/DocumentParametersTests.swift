import JSON
import NIOHTTP1
import Testing
import Values
import XAPI

extension LRSConformance {
    /// The parameters of the document resources (1.0.3 Communication §2.3, §2.6, §2.7; IEEE 9274.1.1 §4.1.6).
    @Suite struct DocumentParameters {
        private static let methods: [HTTPMethod] = [.GET, .HEAD, .PUT, .POST, .DELETE]

        @Test(
            "LRS-STATE-02, LRS-STATE-03, LRS-STATE-05, LRS-AP-02, LRS-VP-02: what a document belongs to is named and valid, on each method",
            arguments: LRSWorld.all)
        func owners(_ world: LRSWorld) async throws {
            let client = try world.client
            let badAgents = [
                nil, "", "ann", "{}", #"{"name":"Ann"}"#, #"{"mbox":"mailto:a@b.c","openid":"http://a.example.com"}"#,
                #"{"mbox":"a@b.c"}"#, #"{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}"#,
            ]
            let badActivities = [nil, "", "no scheme", "/a"]
            var bad: [(String, [(String, String)])] = []
            for agent in badAgents {
                let named = agent.map { [("agent", $0)] } ?? []
                bad.append(("activities/state", [("activityId", Fresh.activity), ("stateId", "a")] + named))
                bad.append(("agents/profile", [("profileId", "a")] + named))
            }
            let agent = ("agent", Fresh.agent(Fresh.mbox))
            for activity in badActivities {
                let named = activity.map { [("activityId", $0)] } ?? []
                bad.append(("activities/state", [agent, ("stateId", "a")] + named))
                bad.append(("activities/profile", [("profileId", "a")] + named))
            }
            for registration in ["", "abc", "39e24cc4-69af-4b01-1824-1fdc6ea8a3af"] {
                bad.append(
                    (
                        "activities/state",
                        [agent, ("activityId", Fresh.activity), ("stateId", "a"), ("registration", registration)]
                    ))
            }
            try await inParallel(bad.flatMap { item in Self.methods.map { (item.0, item.1, $0) } }) {
                resource, parameters, method in
                let answer = try await client.send(
                    method, resource, parameters, body: Array("{}".utf8), headers: [("If-None-Match", "*")])
                #expect(answer.status == 400, "\(method) \(resource) \(parameters)")
            }
        }

        @Test(
            "LRS-STATE-04, LRS-AP-03, LRS-VP-03, LRS-STATE-11: which methods need the document's id, and where since stands",
            arguments: LRSWorld.all)
        func ids(_ world: LRSWorld) async throws {
            let client = try world.client
            for place in DocumentPlace.all() {
                try await client.store(place, "kept", [1])
                for method in [HTTPMethod.PUT, .POST] {
                    let answer = try await client.send(
                        method, place, nil, Array("{}".utf8), headers: [("If-None-Match", "*")])
                    #expect(answer.status == 400)
                }
                if place.resource != "activities/state" {
                    #expect(try await client.send(.DELETE, place, nil).status == 400)
                }
                for method in [HTTPMethod.PUT, .POST, .DELETE] {
                    let parameters = place.parameters("kept") + [("since", "2020-01-01T00:00:00Z")]
                    #expect(try await client.send(method, place.resource, parameters, body: [1]).status == 400)
                }
                let all = place.owner + [("since", "2020-01-01T00:00:00Z")]
                #expect(try await client.send(.DELETE, place.resource, all).status == 400)
                #expect(try await client.content(place, "kept") != nil)
            }
        }

        @Test(
            "LRS-ERR-17, LRS-ERR-04, LRS-ERR-05: a parameter that has no meaning on a resource, or another letter case, is refused there",
            arguments: LRSWorld.all)
        func unknown(_ world: LRSWorld) async throws {
            let client = try world.client
            let (agent, activity) = (("agent", Fresh.agent(Fresh.mbox)), ("activityId", Fresh.activity))
            let bad: [(String, [(String, String)])] = [
                ("activities/profile", [activity, ("stateId", "a")]),
                ("activities/profile", [activity, ("profileId", "a"), agent]),
                ("activities/profile", [activity, ("registration", Fresh.uuid)]),
                ("agents/profile", [agent, ("stateId", "a")]),
                ("agents/profile", [agent, activity]), ("activities/state", [activity, agent, ("profileId", "a")]),
                ("agents", [agent, activity]), ("agents", [agent, ("x", "1")]), ("agents", [("Agent", agent.1)]),
                ("activities", [activity, agent]), ("activities", [("activityID", activity.1)]),
                ("about", [("x", "1")]),
                ("activities/state", [("ACTIVITYID", activity.1), agent]),
                ("activities/state", [activity, agent, ("stateid", "a")]),
                ("agents/profile", [agent, ("ProfileId", "a")]), ("statements", [("StatementId", Fresh.uuid)]),
                ("statements", [("activityId", activity.1)]), ("statements", [("foo", "bar")]),
                ("statements", [("Limit", "1")]),
            ]
            for (resource, parameters) in bad {
                let answer = try await client.get(resource, parameters)
                #expect(answer.status == 400 && !answer.bytes.isEmpty, "\(resource) \(parameters)")
            }
            for resource in [
                "statements", "activities/state", "agents/profile", "activities/profile", "agents", "activities",
            ] {
                let twice = [agent, agent] + (resource == "activities/state" ? [activity] : [])
                #expect(
                    try await client.get(resource, resource.hasPrefix("activities") ? [activity, activity] : twice)
                        .status == 400)
            }
        }

        @Test(
            "LRS-AP-08, LRS-STATE-03: 1.0.3 takes Agents alone, 2.0 identified Groups too, by their identifier",
            arguments: LRSWorld.all)
        func groups(_ world: LRSWorld) async throws {
            let client = try world.client
            let mbox = Fresh.mbox
            let group = #"{"objectType":"Group","mbox":"\#(mbox)","member":[{"mbox":"mailto:m@example.com"}]}"#
            let anonymous = #"{"objectType":"Group","member":[{"mbox":"mailto:m@example.com"}]}"#
            for (resource, others) in [
                ("agents/profile", [("profileId", "a")]),
                ("activities/state", [("activityId", Fresh.activity), ("stateId", "a")]),
            ] {
                let put = try await client.send(
                    .PUT, resource, others + [("agent", group)], body: [7], headers: [("If-None-Match", "*")])
                #expect(put.status == (world.version == .v1 ? 400 : 204))
                let same = #"{"objectType":"Group","mbox":"\#(mbox)"}"#
                let got = try await client.get(resource, others + [("agent", same)])
                #expect(got.status == (world.version == .v1 ? 400 : 200))
                if world.version == .v2 { #expect(got.bytes == [7]) }
                #expect(try await client.get(resource, others + [("agent", anonymous)]).status == 400)
            }
        }

        @Test(
            "LRS-STATE-12, LRS-STATE-13: agent, activity and registration part the states; without one the list and the deletion mean all",
            arguments: LRSWorld.all)
        func contexts(_ world: LRSWorld) async throws {
            let client = try world.client
            let (activity, agent) = (Fresh.activity, Fresh.agent(Fresh.mbox))
            let registrations = [Fresh.uuid, Fresh.uuid]
            func place(_ owner: [(String, String)]) -> DocumentPlace {
                DocumentPlace(resource: "activities/state", idName: "stateId", owner: owner)
            }
            let own = place([("activityId", activity), ("agent", agent)])
            let places = [
                own, place(own.owner + [("registration", registrations[0])]),
                place(own.owner + [("registration", registrations[1])]),
                place([("activityId", Fresh.activity), ("agent", agent)]),
                place([("activityId", activity), ("agent", Fresh.agent(Fresh.mbox))]),
            ]
            for (number, place) in places.enumerated() {
                try await client.store(place, "same", Array("\(number)".utf8), type: "text/plain")
                try await client.store(place, "own\(number)", [1])
            }
            for (number, place) in places.enumerated() {
                #expect(try await client.content(place, "same") == "\(number)")
                #expect(try await client.content(place, "own\((number + 1) % 5)") == nil)
            }
            #expect(Set(try await client.send(.GET, own, nil).strings) == ["same", "own0", "own1", "own2"])
            #expect(Set(try await client.send(.GET, places[1], nil).strings) == ["same", "own1"])
            #expect(try await client.send(.DELETE, places[1], nil).status == 204)
            #expect(try await client.send(.GET, places[1], nil).text == "[]")
            #expect(try await client.content(places[2], "same") == "2")
            #expect(try await client.send(.DELETE, own, "same").status == 204)
            #expect(try await client.content(places[2], "same") == "2")
            #expect(try await client.send(.DELETE, own, nil).status == 204)
            for place in places[0...2] { #expect(try await client.send(.GET, place, nil).text == "[]") }
            for place in places[3...] { #expect(try await client.send(.GET, place, nil).strings.count == 2) }
        }

        @Test(
            "LRS-STATE-10: deleting without an id empties the context", arguments: LRSWorld.all)
        func deleteAll(_ world: LRSWorld) async throws {
            let client = try world.client
            let place = DocumentPlace.all()[0]
            for id in ["a", "b"] { try await client.store(place, id, [1]) }
            let answer = try await client.send(.DELETE, place, nil)
            #expect(answer.status == 204 && answer.bytes.isEmpty)
            #expect(try await client.send(.GET, place, nil).text == "[]")
        }
    }
}

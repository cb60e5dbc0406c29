import Testing
import XAPI

/// One row a rule: what is changed in a valid statement, and where the faults are then.
@Suite("Rules for single properties")
struct RuleTests {
    @Test(
        "Statement properties",
        arguments: [
            ("id", #""fd41c918b88b4b20a0a5a4c32391aaa0""#, ["/id"]),
            ("id", #""{fd41c918-b88b-4b20-a0a5-a4c32391aaa0}""#, ["/id"]),
            ("id", #""fd41c918-b88b-4b20-20a5-a4c32391aaa0""#, ["/id"]),
            ("id", #""fd41c918-b88b-4b20-a0a5-a4c32391aaag""#, ["/id"]),
            ("timestamp", #""2024-02-30T00:00:00Z""#, ["/timestamp"]), ("timestamp", #""2024-02-03""#, ["/timestamp"]),
            ("timestamp", #""2024-02-03T00:00:00""#, ["/timestamp"]),
            ("timestamp", #""2008-09-15T15:53:00.601-00:00""#, ["/timestamp"]),
            ("timestamp", #""2008-09-15T15:53:00.601-0000""#, ["/timestamp"]),
            ("timestamp", #""2008-09-15T15:53:00.601-00""#, ["/timestamp"]), ("stored", #""abc""#, ["/stored"]),
            ("version", #""1.1.0""#, ["/version"]), ("version", #""0.9.9""#, ["/version"]),
            ("version", #""1.0.""#, ["/version"]), ("version", #""2.0.0""#, ["/version"]),
            ("verb/id", #""passed""#, ["/verb/id"]), ("verb/id", #""ab=c://should.fail.com""#, ["/verb/id"]),
            ("verb/display", #"{"en--us":"x"}"#, ["/verb/display/en--us"]),
            ("object/objectType", #""Person""#, ["/object/objectType"]),
            ("object/definition/moreInfo", #""more""#, ["/object/definition/moreInfo"]),
            ("object/definition/extensions", #"{"foo":1}"#, ["/object/definition/extensions/foo"]),
        ] as [(String, String, [String])])
    func statement(path: String, json: String, faults: [String]) throws {
        try expect(Sample.minimal, path, json, faults)
    }

    @Test(
        "Agents and groups, wherever they stand",
        arguments: [
            (#"{"name":"x"}"#, [""]), (#"{"mbox":"mailto:a@b","openid":"http://x"}"#, [""]),
            (#"{"mbox":"a@b"}"#, ["/mbox"]), (#"{"mbox":"mailto:"}"#, ["/mbox"]),
            (#"{"mbox":"mailto:should.fail.com"}"#, ["/mbox"]), (#"{"mbox":"http://a@b"}"#, ["/mbox"]),
            (#"{"mbox":"MAILTO:a@b"}"#, ["/mbox"]), (#"{"mbox":"mailto:a b@c"}"#, ["/mbox"]),
            (#"{"mbox":"mailto:@b"}"#, ["/mbox"]), (#"{"mbox":"mailto:a@"}"#, ["/mbox"]),
            (#"{"mbox_sha1sum":"ebd31e95054c018b10727ccffd2ef2ec3a016ee"}"#, ["/mbox_sha1sum"]),
            (#"{"mbox_sha1sum":"ebd31e95054c018b10727ccffd2ef2ec3a016ee9a"}"#, ["/mbox_sha1sum"]),
            (#"{"mbox_sha1sum":"gbd31e95054c018b10727ccffd2ef2ec3a016ee9"}"#, ["/mbox_sha1sum"]),
            (#"{"openid":"ab=c://should.fail.com"}"#, ["/openid"]),
            (#"{"account":{}}"#, ["/account/homePage", "/account/name"]),
            (#"{"account":{"homePage":"x","name":"n"}}"#, ["/account/homePage"]),
            (#"{"objectType":"agent","mbox":"mailto:a@b"}"#, ["/objectType"]),
            (#"{"objectType":"Agent","mbox":"mailto:a@b","member":[]}"#, ["/member"]),
            (#"{"objectType":"Group"}"#, [""]), (#"{"objectType":"Group","member":[]}"#, ["/member"]),
            (#"{"objectType":"Group","member":{"mbox":"mailto:a@b"}}"#, ["/member"]),
            (
                #"{"objectType":"Group","member":[{"objectType":"Group","mbox":"mailto:a@b"}]}"#,
                ["/member/0/objectType"]
            ),
            (#"{"objectType":"Group","mbox":"mailto:a@b","openid":"http://x"}"#, [""]),
            (#"{"objectType":"Group","mbox":"mailto:a@b"}"#, []),
            (#"{"objectType":"Group","mbox":"mailto:a@b","member":[]}"#, []),
            (#"{"objectType":"Group","member":[{"mbox":"mailto:a@b"}]}"#, []),
        ] as [(String, [String])])
    func agents(json: String, faults: [String]) throws {
        for place in ["actor", "context/instructor"] {
            try expect(Sample.minimal, place, json, faults.map { "/\(place)" + $0 })
        }
        let inner = faults.map { "/object/actor" + $0 }
        try expect(Sample.subStatement, "object/actor", json, inner)
    }

    @Test(
        "Places for one kind of agent alone",
        arguments: [
            ("context/team", #"{"mbox":"mailto:a@b"}"#, ["/context/team/objectType"]),
            ("context/team", #"{"objectType":"Agent","mbox":"mailto:a@b"}"#, ["/context/team/objectType"]),
            ("object", #"{"mbox":"mailto:a@b"}"#, ["/object/mbox", "/object/id"]),
            ("object", #"{"objectType":"Agent","mbox":"mailto:a@b"}"#, []),
            ("object", #"{"objectType":"Group","member":[{"mbox":"mailto:a@b"}]}"#, []),
            ("authority", #"{"objectType":"Group","member":[{"mbox":"mailto:a@b"}]}"#, ["/authority"]),
            ("authority", #"{"objectType":"Group","member":[{"mbox":"mailto:a@b"},{"mbox":"mailto:c@d"}]}"#, []),
            (
                "authority",
                #"{"objectType":"Group","mbox":"mailto:a@b","member":[{"mbox":"mailto:a@b"},{"mbox":"mailto:c@d"}]}"#,
                ["/authority"]
            ),
        ] as [(String, String, [String])])
    func placesOfAgents(path: String, json: String, faults: [String]) throws {
        try expect(Sample.minimal, path, json, faults)
    }

    @Test(
        "Interactions",
        arguments: [
            (#"{"interactionType":"TrueFalse"}"#, ["/interactionType"]),
            (#"{"correctResponsesPattern":["a"]}"#, ["/interactionType"]),
            (#"{"choices":[{"id":"a"}]}"#, ["/interactionType"]),
            (#"{"interactionType":"numeric","choices":[{"id":"a"}]}"#, ["/choices"]),
            (#"{"interactionType":"choice","scale":[{"id":"a"}]}"#, ["/scale"]),
            (#"{"interactionType":"choice","choices":[{"id":"a"},{"id":"a"}]}"#, ["/choices/1/id"]),
            (#"{"interactionType":"choice","choices":[{"description":{}}]}"#, ["/choices/0/id"]),
            (#"{"interactionType":"choice","choices":[{"id":"a","description":"x"}]}"#, ["/choices/0/description"]),
            (#"{"interactionType":"matching","source":[{"id":"a"}],"target":[{"id":"a"}]}"#, []),
            (#"{"interactionType":"performance","steps":[{"id":"a"}],"correctResponsesPattern":[]}"#, []),
            (#"{"interactionType":"likert","scale":[{"id":"a"}]}"#, []),
            (#"{"interactionType":"sequencing","choices":[{"id":"a"}]}"#, []),
            (#"{"interactionType":"long-fill-in","correctResponsesPattern":["{case_matters=false}{lang=en}x"]}"#, []),
        ] as [(String, [String])])
    func interactions(definition: String, faults: [String]) throws {
        try expect(Sample.minimal, "object/definition", definition, faults.map { "/object/definition" + $0 })
    }

    @Test(
        "Results",
        arguments: [
            ("score/scaled", "1.0000000000000000000001", ["/score/scaled"]),
            ("score/scaled", "-1.00001", ["/score/scaled"]),
            ("score", #"{"raw":1,"min":2}"#, ["/score/raw"]), ("score", #"{"raw":3,"max":2}"#, ["/score/raw"]),
            ("score", #"{"min":2,"max":2.0}"#, ["/score/min"]), ("score", #"{"min":1e2,"max":99}"#, ["/score/min"]),
            ("score/raw", #""0.5""#, ["/score/raw"]), ("duration", #""P4W1D""#, ["/duration"]),
            ("duration", #""PT""#, ["/duration"]), ("duration", #""P""#, ["/duration"]),
            ("duration", #""""#, ["/duration"]),
            ("duration", #""P0001-01-01T00:00:00""#, ["/duration"]), ("duration", #""PA1H0M0S""#, ["/duration"]),
            ("duration", #""-PT1S""#, ["/duration"]), ("extensions", #"{"foo":null}"#, ["/extensions/foo"]),
        ] as [(String, String, [String])])
    func results(path: String, json: String, faults: [String]) throws {
        try expect(Sample.minimal, "result/" + path, json, faults.map { "/result" + $0 })
    }

    @Test(
        "Contexts",
        arguments: [
            ("registration", #""""#, ["/registration"]), ("language", #""toolonglanguage""#, ["/language"]),
            ("statement", #"{"id":"6690e6c9-3ef0-4ed3-8b37-7f3964730bee"}"#, ["/statement/objectType"]),
            (
                "statement", #"{"objectType":"statementref","id":"6690e6c9-3ef0-4ed3-8b37-7f3964730bee"}"#,
                ["/statement/objectType"]
            ),
            ("contextActivities/Parent", "[]", ["/contextActivities/Parent"]),
            (
                "contextActivities/parent", #"[{"objectType":"Agent","mbox":"mailto:a@b"}]"#,
                [
                    "/contextActivities/parent/0/objectType", "/contextActivities/parent/0/mbox",
                    "/contextActivities/parent/0/id",
                ]
            ),
            ("contextActivities/other", #"[{"id":"x"}]"#, ["/contextActivities/other/0/id"]),
            ("contextAgents", "[]", ["/contextAgents"]), ("contextGroups", "[]", ["/contextGroups"]),
        ] as [(String, String, [String])])
    func contexts(path: String, json: String, faults: [String]) throws {
        try expect(Sample.minimal, "context/" + path, json, faults.map { "/context" + $0 })
    }

    @Test("Revision and platform stand beside an Activity alone", arguments: XAPIVersion.allCases)
    func revision(version: XAPIVersion) throws {
        let agent = try Sample.changed(Sample.minimal, "object", to: #"{"objectType":"Agent","mbox":"mailto:a@b"}"#)
        for name in ["revision", "platform"] {
            let text = try Sample.changed(agent, "context/" + name, to: #""x""#)
            #expect(try faultPlaces(text, version) == ["/context/" + name])
        }
    }

    @Test(
        "contextAgents and contextGroups of 2.0, also in a SubStatement",
        arguments: [
            ("contextAgents/0/objectType", #""contextagent""#, ["/contextAgents/0/objectType"]),
            ("contextAgents/0/objectType", nil, ["/contextAgents/0/objectType"]),
            ("contextAgents/0/agent", nil, ["/contextAgents/0/agent"]),
            ("contextAgents/0/agent/objectType", #""Group""#, ["/contextAgents/0/agent/objectType"]),
            ("contextAgents/0/relevantTypes", "[]", ["/contextAgents/0/relevantTypes"]),
            ("contextAgents/0/relevantTypes", #"["abc"]"#, ["/contextAgents/0/relevantTypes/0"]),
            ("contextAgents/0/relevantTypes", nil, []), ("contextAgents/0/foo", "1", ["/contextAgents/0/foo"]),
            ("contextAgents", "{}", ["/contextAgents"]),
            ("contextGroups/0/group", nil, ["/contextGroups/0/group"]),
            ("contextGroups/0/group/objectType", nil, ["/contextGroups/0/group/objectType"]),
            ("contextGroups/0/objectType", #""contextAgent""#, ["/contextGroups/0/objectType"]),
            ("contextGroups/0/relevantTypes", #""x""#, ["/contextGroups/0/relevantTypes"]),
            ("contextGroups/0/group/mbox", #""mailto:g@example.com""#, []),
        ] as [(String, String?, [String])])
    func newContext(path: String, json: String?, faults: [String]) throws {
        for (sample, context) in [(Sample.minimal, "context"), (Sample.subStatement, "object/context")] {
            let whole = try Sample.changed(sample, context, to: Sample.newContext)
            #expect(try faultPlaces(whole, .v2) == [])
            #expect(
                try faultPlaces(whole, .v1) == ["/\(context)/contextAgents", "/\(context)/contextGroups"])
            let text = try Sample.changed(whole, context + "/" + path, to: json)
            #expect(try faultPlaces(text, .v2) == faults.map { "/\(context)" + $0 })
        }
    }

    @Test(
        "SubStatements",
        arguments: [
            ("object/id", #""\#(Sample.id)""#, ["/object/id"]), ("object/version", #""1.0.0""#, ["/object/version"]),
            ("object/stored", #""2026-05-18T05:33:00Z""#, ["/object/stored"]),
            ("object/authority", #"{"mbox":"mailto:a@b"}"#, ["/object/authority"]),
            ("object/verb", nil, ["/object/verb"]), ("object/object/id", nil, ["/object/object/id"]),
            ("object/object", #"{"objectType":"SubStatement"}"#, ["/object/object"]),
            ("object/result/duration", #""x""#, ["/object/result/duration"]), ("object/attachments", "[]", []),
            ("object/object", #"{"objectType":"StatementRef","id":"\#(Sample.id)"}"#, []),
        ] as [(String, String?, [String])])
    func subStatements(path: String, json: String?, faults: [String]) throws {
        try expect(Sample.subStatement, path, json, faults)
    }

    @Test(
        "Attachments",
        arguments: [
            ("usageType", nil, ["/usageType"]), ("display", nil, ["/display"]), ("contentType", nil, ["/contentType"]),
            ("length", nil, ["/length"]), ("sha2", nil, ["/sha2"]), ("fileUrl", nil, []),
            ("length", "27.5", ["/length"]), ("length", "-1", ["/length"]), ("length", #""27""#, ["/length"]),
            ("sha2", #""abc""#, ["/sha2"]), ("contentType", #""should fail""#, ["/contentType"]),
            ("contentType", #""a/b/c""#, ["/contentType"]), ("contentType", #""/b""#, ["/contentType"]),
            ("fileUrl", #""file.txt""#, ["/fileUrl"]),
            ("usageType", #""http://adlnet.gov/expapi/attachments/signature""#, ["/contentType"]),
        ] as [(String, String?, [String])])
    func attachments(path: String, json: String?, faults: [String]) throws {
        try expect(Sample.full, "attachments/0/" + path, json, faults.map { "/attachments/0" + $0 })
    }

    @Test(
        "A voiding statement refers to a statement",
        arguments: [
            (#"{"id":"http://example.com/it"}"#, ["/object"]),
            (#"{"objectType":"Agent","mbox":"mailto:a@b"}"#, ["/object"]),
            (#"{"objectType":"StatementRef"}"#, ["/object/id"]),
            (#"{"objectType":"StatementRef","id":"\#(Sample.id)","definition":{}}"#, ["/object/definition"]),
            (#"{"objectType":"StatementRef","id":"\#(Sample.id)"}"#, []),
        ] as [(String, [String])])
    func voiding(object: String, faults: [String]) throws {
        let text = try Sample.changed(Sample.minimal, "verb/id", to: #""\#(VerbID.voided)""#)
        try expect(text, "object", object, faults)
    }

    @Test("A 2.0 request may carry statements of both lines")
    func statementVersions() throws {
        for (version, isTaken) in [("2.0.0", true), ("2.0", true), ("1.0.9", true), ("1.1.0", false), ("abc", false)] {
            let text = try Sample.changed(Sample.minimal, "version", to: "\"\(version)\"")
            #expect(try faultPlaces(text, .v2).isEmpty == isTaken, "\(version)")
            #expect(try faultPlaces(text, .v2, .anyStatementVersion) == [])
        }
    }

    @Test("What packages send against the standard is taken only where that was allowed")
    func tolerance() throws {
        let rows: [(String, String?, StatementTolerance, [String])] = [
            ("context/registration", #""""#, .emptyRegistration, ["/context/registration"]),
            ("actor", nil, .missingActor, ["/actor"]), ("actor", "null", .missingActor, ["/actor"]),
            ("object/id", #""http://M5_Gravity Filtration""#, .spacesInIdentifiers, ["/object/id"]),
        ]
        for (path, json, tolerance, faults) in rows {
            let text = try Sample.changed(Sample.minimal, path, to: json)
            #expect(try faultPlaces(text) == faults)
            #expect(try faultPlaces(text, .v1, tolerance) == [])
            #expect(try faultPlaces(text, .v1, .packages) == [])
        }
    }

    private func expect(_ sample: String, _ path: String, _ json: String?, _ faults: [String]) throws {
        let text = try Sample.changed(sample, path, to: json)
        #expect(try faultPlaces(text) == faults, "\(path) = \(json ?? "absent")")
    }
}

import JSON
import Testing
import Values
import XAPI

@Suite("The shape of statements")
struct ShapeTests {
    @Test("Valid statements are taken in both versions", arguments: XAPIVersion.allCases)
    func valid(version: XAPIVersion) throws {
        #expect(try faultPlaces(Sample.minimal, version) == [])
        #expect(try faultPlaces(Sample.full, version) == [])
        #expect(try faultPlaces(Sample.subStatement, version) == [])
    }

    @Test(
        "What every LRS must take is taken",
        arguments: [
            ("result", "{}"), ("context", "{}"), ("object/definition", "{}"), ("object/definition/extensions", "{}"),
            ("actor/objectType", #""Agent""#), ("verb/display", #"{"en-US":""}"#),
            ("context/contextActivities", #"{"parent":{"id":"http://a"}}"#),
            ("object/id", #""http://Course_ID1-urn:scormdriver:26156""#), ("object/id", #""http://_oxYJ_rise""#),
            ("object/id", #""urn:articulate:storyline:5x""#), ("object/id", #""ispring://presentations/1""#),
            ("object/id", #""http://a//b//c""#), ("object/id", #""http://www.example.com/unicode/😱/1""#),
            ("object/definition", #"{"interactionType":"choice","choices":[{"id":"a"}]}"#),
            ("result/duration", #""PT0H0M57S""#), ("result/duration", #""PT0.131S""#), ("result/duration", #""PT0S""#),
            ("result/duration", #""P4W""#), ("result/duration", #""P3Y1M29DT4H35M59.14S""#),
            ("timestamp", #""2008-09-15T15:53:00.0Z""#), ("timestamp", #""2008-09-15 15:53:00.601+00:00""#),
            ("timestamp", #""2099-01-01T00:00:00+05:30""#), ("result/extensions", #"{"http://a/b":null}"#),
            ("result/score", #"{"scaled":-1.0000}"#), ("result/score", #"{"raw":3,"min":3,"max":3.1}"#),
            ("actor/name", #""""#), ("object/definition/name", "{}"), ("attachments", "[]"), ("version", #""1.0""#),
            ("version", #""1.0.9""#), ("authority", #"{"mbox":"mailto:x@y"}"#),
            ("context/extensions", #"{"urn:x":[{"unknown":{"actor":null}}]}"#),
        ])
    func accepts(path: String, json: String) throws {
        let text = try Sample.changed(Sample.minimal, path, to: json)
        #expect(try faultPlaces(text, .v1) == [])
        #expect(try faultPlaces(text, .v2) == [])
    }

    @Test("A missing property is named", arguments: ["actor", "verb", "object", "verb/id", "object/id", "actor/mbox"])
    func missing(path: String) throws {
        let place = path == "actor/mbox" ? "/actor" : "/" + path
        #expect(try faultPlaces(Sample.changed(Sample.minimal, path, to: nil)) == [place])
    }

    @Test("An unknown property, or one in another letter case, is refused at every level", arguments: Self.objects)
    func unknownProperties(object: String) throws {
        for name in ["foo", "ID", "Name", "objecttype"] {
            let path = object.isEmpty ? name : object + "/" + name
            let faults = try faultPlaces(Sample.changed(Sample.full, path, to: #""x""#))
            #expect(faults == ["/" + path])
        }
    }

    private static let objects = [
        "", "actor", "actor/account", "actor/member/0", "verb", "object", "object/definition",
        "object/definition/choices/0", "result", "result/score", "context", "context/instructor", "context/team",
        "context/contextActivities", "context/contextActivities/parent", "context/contextActivities/grouping/1",
        "context/statement", "authority", "attachments/0",
    ]

    @Test("Null is refused everywhere but in extensions, and so is a value of another kind", arguments: Self.properties)
    func nullsAndWrongKinds(path: String) throws {
        let kind = try #require(Self.find(path, in: Sample.value(Sample.full))).kind
        let wrong = ["null", "{\"key\":\"x\"}", "[\"x\"]", "12345", "\"should fail\"", "true"]
        let fits: [JSONValue.Kind: Set<String>] = [
            .object: ["{\"key\":\"x\"}"], .array: [], .number: ["12345"], .true: ["true"],
        ]
        for json in wrong where fits[kind]?.contains(json) != true {
            if json == "[\"x\"]", path.hasSuffix("correctResponsesPattern") { continue }
            let isFreeText = json == "\"should fail\"" && Self.freeText.contains(path)
            let faults = try faultPlaces(Sample.changed(Sample.full, path, to: json))
            if isFreeText { #expect(faults == []) } else { #expect(!faults.isEmpty, "\(path) = \(json)") }
            #expect(faults.allSatisfy { $0.hasPrefix("/" + path.prefix { $0 != "/" }) })
        }
    }

    private static let freeText: Set<String> = [
        "actor/name", "actor/account/name", "result/response", "context/revision", "context/platform",
        "verb/display/en-US", "object/definition/correctResponsesPattern/0", "object/definition/choices/0/id",
        "object/definition/name/en",
    ]

    private static let properties = [
        "id", "actor", "actor/objectType", "actor/name", "actor/account", "actor/account/homePage",
        "actor/account/name", "actor/member", "actor/member/0", "actor/member/0/mbox_sha1sum", "actor/member/1/openid",
        "verb", "verb/id", "verb/display", "verb/display/en-US", "object", "object/objectType", "object/id",
        "object/definition", "object/definition/name", "object/definition/name/en", "object/definition/description",
        "object/definition/type", "object/definition/moreInfo", "object/definition/interactionType",
        "object/definition/correctResponsesPattern", "object/definition/correctResponsesPattern/0",
        "object/definition/choices", "object/definition/choices/0", "object/definition/choices/0/id",
        "object/definition/choices/0/description", "object/definition/extensions", "result", "result/score",
        "result/score/scaled", "result/score/raw", "result/score/min", "result/score/max", "result/success",
        "result/completion", "result/response", "result/duration", "result/extensions", "context",
        "context/registration", "context/instructor", "context/instructor/mbox", "context/team", "context/team/member",
        "context/contextActivities", "context/contextActivities/parent", "context/contextActivities/grouping/0",
        "context/contextActivities/category", "context/revision", "context/platform", "context/language",
        "context/statement", "context/statement/objectType", "context/statement/id", "context/extensions", "timestamp",
        "stored", "authority", "version", "attachments", "attachments/0", "attachments/0/usageType",
        "attachments/0/display", "attachments/0/description", "attachments/0/contentType", "attachments/0/length",
        "attachments/0/sha2", "attachments/0/fileUrl",
    ]

    private static func find(_ path: String, in value: JSONValue) -> JSONValue? {
        path.split(separator: "/").reduce(value) { found, step in
            found.flatMap { value in Int(step).flatMap { value[$0] } ?? value[String(step)] }
        }
    }

    @Test("Every fault is listed with its place, not only the first")
    func allFaults() throws {
        let text = #"""
            {"id":"x","actor":{"mbox":"a@b","openid":7},"verb":{"id":"did","display":{"e":"x"}},
            "object":{"objectType":"activity"},"result":{"score":{"scaled":2},"success":"true"},"a/b":1}
            """#
        #expect(
            try faultPlaces(text) == [
                "/id", "/actor/mbox", "/actor/openid", "/actor", "/verb/id", "/verb/display/e", "/object/objectType",
                "/result/score/scaled", "/result/success", "/a~1b",
            ])
    }

    @Test("A statement with thousands of faults lists the first fifty")
    func faultLimit() throws {
        let members = (0..<5_000).map { "\"x\($0)\":1" }.joined(separator: ",")
        #expect(try faultPlaces("{\(members)}").count == StatementRefusal.limit)
    }

    @Test("What is no object is no statement", arguments: ["[]", "null", "1", "\"x\"", "true"])
    func noObject(text: String) throws {
        #expect(try faultPlaces(text) == [""])
    }

    @Test("The refusal for the caller begins with the first fault")
    func message() throws {
        let result = StatementReader.read(try Sample.value(#"{"verb":{"id":"x:y"}}"#), version: .v1)
        guard case .failure(let refusal) = result else {
            Issue.record("A statement without actor and object was taken")
            return
        }
        #expect(refusal.serviceError.code == .invalid)
        #expect(refusal.serviceError.message == "Not a valid statement: /actor is missing. (2 faults)")
        #expect(refusal.serviceError.faults.map(\.place) == ["/actor", "/object"])
    }

    @Test("A batch is read in order; its faults are named with the position, and no id may come twice")
    func batches() throws {
        let good = Sample.minimal
        let withID = try Sample.changed(good, "id", to: #""\#(Sample.id)""#)
        let sameID = try Sample.changed(good, "id", to: #""\#(Sample.id.uppercased())""#)
        let batch = { (texts: [String]) throws in
            StatementReader.readBatch(try Sample.value("[" + texts.joined(separator: ",") + "]"), version: .v1)
        }
        #expect(try batch([good, withID, good]).get().map(\.id) == [nil, UUID16(Sample.id), nil])
        #expect(try batch([]).get().isEmpty)
        #expect(try StatementReader.readBatch(Sample.value(good), version: .v1).get().count == 1)
        #expect(
            throws: StatementRefusal([.init("/1/actor", "is missing"), .init("/2", "must be an object: a statement")])
        ) {
            try batch([good, Sample.changed(good, "actor", to: nil), "7"]).get()
        }
        #expect(throws: StatementRefusal([.init("/1/id", "is the id of another statement of this request")])) {
            try batch([withID, sameID]).get()
        }
    }
}

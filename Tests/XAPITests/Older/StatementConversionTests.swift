import JSON
import Testing
import Values
import XAPI

/// 1.0.3 Communication, Appendix A.
@Suite("Statements from before 1.0")
struct StatementConversionTests {
    private static let home = "https://lectern.example.org"

    private static func converted(_ statement: JSONNode, from version: OlderVersion) throws -> JSONValue {
        let value = try JSONDocument(parsing: statement.serialized).root
        let node = try StatementConversion(from: version, homePage: home).convert(value).get()
        return try JSONDocument(parsing: node.serialized).root
    }

    private static func faults(_ statement: JSONNode, from version: OlderVersion) throws -> [String] {
        let value = try JSONDocument(parsing: statement.serialized).root
        guard case .failure(let refusal) = StatementConversion(from: version, homePage: home).convert(value) else {
            return []
        }
        return refusal.faults.map(\.place)
    }

    private static let old: JSONNode = [
        "id": "4a1c7a1e-62c5-4f9a-9d0e-31b3c6f0a001",
        "actor": [
            "objectType": "Person", "name": ["Ada", "A. L."], "givenName": ["Ada"],
            "account": [["accountServiceHomePage": "https://hr.example.org", "accountName": "17"]],
            "openid": ["https://id.example.org/ada", "https://id.example.org/al"],
        ],
        "verb": "passed", "inProgress": true,
        "object": [
            "id": "unit-7",
            "definition": ["type": "module", "extensions": ["colour": "red", "https://example.org/x": 1]],
        ],
        "result": ["score": ["scaled": 0.5], "extensions": ["tries": 2]],
        "context": [
            "statement": ["id": "4a1c7a1e-62c5-4f9a-9d0e-31b3c6f0a002"],
            "team": ["objectType": "Group", "member": [["mbox": ["mailto:bo@example.org", "mailto:b@example.org"]]]],
            "contextActivities": ["grouping": ["id": "https://example.org/all"]],
        ],
        "timestamp": "2012-03-04T05:06:07Z", "stored": "2012-03-04T05:06:08Z",
    ]

    @Test("A statement of 0.9 gets names that are IRIs, one identifier and one name for each agent, and loses the rest")
    func oldest() throws {
        let new = try Self.converted(Self.old, from: .v09)
        let expected: JSONNode = [
            "id": "4a1c7a1e-62c5-4f9a-9d0e-31b3c6f0a001",
            "actor": ["objectType": "Agent", "name": "Ada", "openid": "https://id.example.org/ada"],
            "verb": ["id": "http://adlnet.gov/expapi/verbs/passed", "display": ["en-US": "passed"]],
            "object": [
                "id": "tag:adlnet.gov,2013:expapi:0.9:activities:unit-7",
                "definition": [
                    "type": "http://adlnet.gov/expapi/activities/module",
                    "extensions": [
                        "tag:adlnet.gov,2013:expapi:0.9:extensions:colour": "red", "https://example.org/x": 1,
                    ],
                ],
            ],
            "result": [
                "score": ["scaled": 0.5], "extensions": ["tag:adlnet.gov,2013:expapi:0.9:extensions:tries": 2],
            ],
            "context": [
                "team": ["objectType": "Group", "member": [["objectType": "Agent", "mbox": "mailto:bo@example.org"]]],
                "contextActivities": ["grouping": [["id": "https://example.org/all"]]],
            ],
            "timestamp": "2012-03-04T05:06:07Z", "stored": "2012-03-04T05:06:08Z", "version": "1.0.0",
            "authority": ["account": ["homePage": .string(Self.home), "name": "unknown"]],
        ]
        #expect(new.node == expected, "\(new.node.text)")
        guard case .success = StatementReader.read(new, version: .v1) else {
            Issue.record("it isn't a statement of 1.0")
            return
        }
    }

    @Test("The account of 0.9 becomes the one of 1.0")
    func account() throws {
        let statement: JSONNode = [
            "actor": ["account": [["accountServiceHomePage": "https://hr.example.org", "accountName": "17"]]],
            "verb": "attended", "object": ["id": "https://example.org/talk"],
        ]
        let actor = try Self.converted(statement, from: .v09)["actor"]
        #expect(actor?["account"]?.node == ["homePage": "https://hr.example.org", "name": "17"])
    }

    @Test("A statement of 0.95 keeps everything but voided and a context's statement that is no StatementRef")
    func older() throws {
        let reference: JSONNode = ["objectType": "StatementRef", "id": "4a1c7a1e-62c5-4f9a-9d0e-31b3c6f0a002"]
        for (statement, context) in [
            (reference, ["platform": "p", "statement": reference] as JSONNode),
            (["objectType": "SubStatement"], ["platform": "p"]),
        ] {
            let old: JSONNode = [
                "actor": ["mbox": "mailto:ann@example.org"], "verb": ["id": "http://example.org/v"],
                "object": ["id": "http://example.org/a"], "voided": false,
                "context": ["platform": "p", "statement": statement], "version": "0.95",
                "authority": ["mbox": "mailto:lrs@example.org"],
            ]
            let new = try Self.converted(old, from: .v095)
            #expect(new["voided"] == nil && new["version"]?.string == "1.0.0")
            #expect(new["authority"]?["mbox"]?.string == "mailto:lrs@example.org")
            #expect(new["context"]?.node == context)
        }
    }

    @Test(
        "What is voided, or isn't of 0.9, isn't converted, and every reason is told", arguments: OlderVersion.allCases)
    func refused(version: OlderVersion) throws {
        let statement: JSONNode = [
            "actor": ["mbox": ["mailto:ann@example.org"]], "verb": "danced", "voided": true, "attachments": [],
            "object": ["id": "x", "definition": ["type": "ball"]],
            "context": ["contextActivities": ["parent": ["id": "y", "definition": ["type": "hall"]]]],
        ]
        let all = [
            "/voided", "/attachments", "/verb", "/object/definition/type",
            "/context/contextActivities/parent/definition/type",
        ]
        #expect(try Self.faults(statement, from: version) == (version == .v09 ? all : ["/voided"]))
    }

    @Test("A version is known by its name")
    func names() {
        #expect(["0.9", "0.90", "0.95", "0.95.1"].map { OlderVersion(declared: $0) } == [.v09, .v09, .v095, .v095])
        #expect(["1.0.0", "0.8", "0", "", "9", "0.9.1.2"].allSatisfy { OlderVersion(declared: $0) == nil })
    }
}

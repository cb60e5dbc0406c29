import JSON
import Testing
import Values
import XAPI

/// Statements for tests, and small changes to them.
enum Sample {
    static let id = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"

    static let minimal = #"""
        {"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/did"},
        "object":{"id":"http://example.com/it"}}
        """#

    /// Has every property that 1.0.3 knows.
    static let full = #"""
        {
          "id": "FD41C918-B88B-4B20-A0A5-A4C32391AAA0",
          "actor": {"objectType":"Group","name":"Team","account":{"homePage":"http://example.com","name":"13936749"},
            "member":[{"mbox_sha1sum":"ebd31e95054c018b10727ccffd2ef2ec3a016ee9"},
              {"objectType":"Agent","openid":"http://toby.openid.example.org/"}]},
          "verb": {"id":"http://adlnet.gov/expapi/verbs/completed","display":{"en-US":"completed","und":""}},
          "object": {"objectType":"Activity","id":"http://example.com/quiz","definition":{
            "name":{"en":"Quiz"},"description":{"zh-Hant-TW":"x"},
            "type":"http://adlnet.gov/expapi/activities/assessment",
            "moreInfo":"http://example.com/more","interactionType":"choice","correctResponsesPattern":["a[,]b"],
            "choices":[{"id":"a","description":{"en":"A"}},{"id":"b"}],
            "extensions":{"http://example.com/ext":{"any":[null,{}]}}}},
          "result": {"score":{"scaled":0.950,"raw":95,"min":0,"max":1E2},"success":true,"completion":true,
            "response":"a[,]b","duration":"PT1H30M5.5S","extensions":{"http://example.com/null":null}},
          "context": {"registration":"ec531277-b57b-4c15-8d91-d292c5b2b8f7",
            "instructor":{"mbox":"mailto:i@Example.COM"},
            "team":{"objectType":"Group","member":[{"mbox":"mailto:m@example.com"}]},
            "contextActivities":{"parent":{"id":"http://example.com/parent"},
              "grouping":[{"id":"http://example.com/g1"},{"id":"http://example.com/g2"}],
              "category":[{"id":"https://w3id.org/xapi/cmi5/context/categories/cmi5"}],"other":[]},
            "revision":"2","platform":"web","language":"en-GB",
            "statement":{"objectType":"StatementRef","id":"6690e6c9-3ef0-4ed3-8b37-7f3964730bee"},
            "extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"s-1"}},
          "timestamp": "2026-05-18T07:32:34.8040001+02:00",
          "stored": "2026-05-18T05:33:00Z",
          "authority": {"objectType":"Agent","account":{"homePage":"http://example.com","name":"key"}},
          "version": "1.0.2",
          "attachments": [{"usageType":"http://example.com/usage","display":{"en":"A"},"description":{"en":"B"},
            "contentType":"text/plain; charset=ascii","length":27,
            "sha2":"495395E777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a","fileUrl":"http://example.com/f"}]
        }
        """#

    /// Context properties that only 2.0 knows.
    static let newContext = #"""
        {"contextAgents":[{"objectType":"contextAgent","agent":{"mbox":"mailto:c@example.com"},
        "relevantTypes":["http://example.com/tutor"]}],
        "contextGroups":[{"objectType":"contextGroup","group":{"objectType":"Group",
        "member":[{"mbox":"mailto:d@example.com"}]}}]}
        """#

    static let subStatement = #"""
        {"actor":{"mbox":"mailto:a@example.com"},"verb":{"id":"http://example.com/planned"},
        "object":{"objectType":"SubStatement","actor":{"mbox":"mailto:b@example.com"},
        "verb":{"id":"http://example.com/will"},"object":{"id":"http://example.com/it"},
        "timestamp":"2026-05-18T07:32:34+02:00",
        "context":{"contextActivities":{"parent":{"id":"http://example.com/p"}}},"result":{"duration":"PT1M"}}}
        """#

    static func value(_ text: String) throws -> JSONValue { try JSONDocument(parsing: text).root }

    /// The sample with the value at a path changed, added, or (nil) taken out. Numbers in a path are positions.
    static func changed(_ text: String, _ path: String, to json: String?) throws -> String {
        let node = try value(text).node
        let steps = path.split(separator: "/").map { $0.replacingTildes }
        return set(node, steps[...], json.map { .raw(Array($0.utf8)) })?.text ?? "null"
    }

    private static func set(_ node: JSONNode, _ path: ArraySlice<String>, _ new: JSONNode?) -> JSONNode? {
        guard let step = path.first else { return new }
        switch node {
        case .object(var members):
            let index = members.firstIndex { $0.0 == step }
            let old = index.map { members[$0].1 } ?? .object([])
            let changed = set(old, path.dropFirst(), new).map { (step, $0) }
            members.replaceSubrange(
                index.map { $0..<$0 + 1 } ?? members.count..<members.count, with: changed.map { [$0] } ?? [])
            return .object(members)
        case .array(var elements):
            guard let index = Int(step) else { return node }
            let changed = set(index < elements.count ? elements[index] : .object([]), path.dropFirst(), new)
            elements.replaceSubrange(
                index < elements.count ? index..<index + 1 : index..<index, with: changed.map { [$0] } ?? [])
            return .array(elements)
        default: return set(.object([]), path, new)
        }
    }
}

extension Substring {
    fileprivate var replacingTildes: String {
        split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
    }
}

/// The places of all faults; empty when the statement is valid.
func faultPlaces(
    _ text: String, _ version: XAPIVersion = .v1, _ tolerance: StatementTolerance = []
) throws -> [String] {
    switch StatementReader.read(try Sample.value(text), version: version, tolerance: tolerance) {
    case .success: []
    case .failure(let refusal): refusal.faults.map(\.place)
    }
}

func valid(_ text: String, _ version: XAPIVersion = .v1, _ tolerance: StatementTolerance = []) throws -> ValidStatement
{
    try StatementReader.read(try Sample.value(text), version: version, tolerance: tolerance).get()
}

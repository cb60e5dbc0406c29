import JSON
import Testing
import Values
import XAPI

@testable import CMI5

/// One session, and statements of its AU that are right unless told otherwise.
struct AUDouble {
    static let registration = UUID16(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let start = Instant(unixSeconds: 1_800_000_000)

    var terms = SessionTerms(
        sessionID: "session-1", registration: registration,
        actor: .account(homePage: "https://lectern.example", name: "opaque"),
        activityID: "https://lectern.example/activities/1", publisherID: "https://example.org/au/1",
        groupingIDs: ["https://example.org/course"], mode: .normal, moveOn: .completedAndPassed, masteryScore: 0.8,
        launchParameters: "p=1", entitlementKey: "key", returnURL: "https://lectern.example/learn/x")
    var record = SessionRecord(hasReadPreferences: true)
    private var counter: UInt64 = 0

    /// A statement as JSON text; `change` may spoil it.
    mutating func statement(
        _ verb: String, at seconds: Int64 = 0, defined: Bool = true,
        change: (inout [String: JSONNode]) -> Void = { _ in }
    ) throws -> ValidStatement {
        counter += 1
        var parts: [String: JSONNode] = [
            "id": .string("\(UUID16(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0001_0000 + counter))"),
            "actor": terms.actor.agent, "verb": ["id": .string(Self.verbID(verb))],
            "object": ["id": .string(terms.activityID)],
            "timestamp": .string(Self.start.adding(seconds: seconds).rfc3339),
        ]
        parts["result"] = Self.result(verb)
        parts["context"] = Self.context(verb, terms, defined: defined)
        change(&parts)
        let document = try JSONDocument(parsing: JSONNode.object(parts.map { ($0.key, $0.value) }).serialized)
        return ValidStatement(trusting: document.root, version: .v1)
    }

    /// The catalogue rows that the statement breaks; it is admitted when there are none.
    mutating func send(
        _ verb: String, at seconds: Int64 = 0, defined: Bool = true,
        change: (inout [String: JSONNode]) -> Void = { _ in }
    ) throws -> [String] {
        let statement = try statement(verb, at: seconds, defined: defined, change: change)
        return submit(statement, at: seconds)
    }

    mutating func submit(_ statement: ValidStatement, at seconds: Int64 = 0) -> [String] {
        SessionRules(terms: terms).admit(statement, into: &record, now: Self.start.adding(seconds: seconds)).map(\.rule)
    }

    static func verbID(_ verb: String) -> String {
        ["abandoned", "waived", "satisfied"].contains(verb)
            ? "https://w3id.org/xapi/adl/verbs/\(verb)" : "http://adlnet.gov/expapi/verbs/\(verb)"
    }

    static func result(_ verb: String) -> JSONNode? {
        switch verb {
        case "passed": ["success": true, "duration": "PT1M", "score": ["scaled": .number("0.8")]]
        case "failed": ["success": false, "duration": "PT1M", "score": ["scaled": .number("0.79")]]
        case "completed": ["completion": true, "duration": "PT1M"]
        case "terminated": ["duration": "PT1M"]
        default: nil
        }
    }

    static func context(_ verb: String, _ terms: SessionTerms, defined: Bool) -> JSONNode {
        var categories: [JSONNode] = defined ? [["id": .string(CMI5Category.cmi5)]] : []
        if defined && ["passed", "failed", "completed"].contains(verb) {
            categories.append(["id": .string(CMI5Category.moveOn)])
        }
        let grouping = ([terms.publisherID] + terms.groupingIDs).map { JSONNode.object([("id", .string($0))]) }
        var extensions: [(String, JSONNode)] = [(CMI5Extension.sessionID, .string(terms.sessionID))]
        if let score = terms.masteryScore, ["passed", "failed"].contains(verb) {
            extensions.append((CMI5Extension.masteryScore, .number(score)))
        }
        return [
            "registration": .string("\(terms.registration)"),
            "contextActivities": ["grouping": .array(grouping), "category": .array(categories)],
            "extensions": .object(extensions),
        ]
    }
}

extension JSONNode {
    /// This object with a member set, added or (by nil) removed.
    func with(_ name: String, _ value: JSONNode?) -> JSONNode {
        guard case .object(var members) = self else { return self }
        members.removeAll { $0.0 == name }
        if let value { members.append((name, value)) }
        return .object(members)
    }
}

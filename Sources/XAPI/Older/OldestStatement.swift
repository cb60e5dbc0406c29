import JSON
import Values

/// The parts of a statement of 0.9, brought to 1.0.0 (1.0.3 Communication, Appendix A).
enum OldestStatement {
    private static let properties: Set<String> = [
        "id", "actor", "verb", "inProgress", "object", "result", "context", "timestamp", "stored", "authority",
        "voided",
        "version",
    ]
    private static let verbs: Set<String> = [
        "experienced", "attended", "attempted", "completed", "passed", "failed", "answered", "interacted", "imported",
        "created", "shared", "voided",
    ]
    private static let activityTypes: Set<String> = [
        "course", "module", "meeting", "media", "performance", "simulation", "assessment", "interaction",
        "cmi.interaction", "question", "objective", "link",
    ]
    private static let identifiers = ["mbox", "mbox_sha1sum", "openid", "account"]
    private static let activityPrefix = "tag:adlnet.gov,2013:expapi:0.9:activities:"
    private static let extensionPrefix = "tag:adlnet.gov,2013:expapi:0.9:extensions:"

    /// What 0.9 doesn't have: such a statement isn't converted.
    static func foreign(in statement: JSONValue) -> [ServiceError.Fault] {
        var faults = statement.members.filter { !properties.contains($0.name) }.map {
            ServiceError.Fault("/" + $0.name, "isn't a property of 0.9")
        }
        if !verbs.contains(statement["verb"]?.string ?? "") {
            faults.append(.init("/verb", "isn't a verb of 0.9"))
        }
        var activities = [(place: "/object", value: statement["object"])]
        if let inContext = statement["context"]?["contextActivities"] {
            activities += inContext.members.map { ("/context/contextActivities/" + $0.name, $0.value) }
        }
        for (place, activity) in activities {
            guard let type = activity?["definition"]?["type"]?.string, !activityTypes.contains(type) else { continue }
            faults.append(.init(place + "/definition/type", "isn't an activity type of 0.9"))
        }
        return faults
    }

    /// Nil for what 1.0 doesn't have.
    static func member(_ name: String, _ value: JSONValue) -> (String, JSONNode)? {
        switch name {
        case "inProgress": nil
        case "actor", "authority": (name, agent(value))
        case "verb": (name, verb(value.string ?? ""))
        case "object": (name, object(value))
        case "result": (name, withExtensions(value))
        case "context": (name, context(value))
        default: (name, value.node)
        }
    }

    private static func verb(_ name: String) -> JSONNode {
        ["id": .string("http://adlnet.gov/expapi/verbs/" + name), "display": ["en-US": .string(name)]]
    }

    private static func object(_ object: JSONValue) -> JSONNode {
        switch object["objectType"]?.string {
        case "Agent", "Person", "Group": agent(object)
        case "Activity", nil: activity(object)
        default: object.node
        }
    }

    /// One identifier, the first that is there, and one name.
    private static func agent(_ agent: JSONValue) -> JSONNode {
        guard agent.kind == .object else { return agent.node }
        let isGroup = agent["objectType"]?.string == "Group"
        var members: [(String, JSONNode)] = [("objectType", isGroup ? "Group" : "Agent")]
        if let name = first(agent["name"]) { members.append(("name", name.node)) }
        for name in identifiers {
            guard let found = first(agent[name]) else { continue }
            members.append((name, name == "account" ? account(found) : found.node))
            break
        }
        if isGroup, let inside = agent["member"] { members.append(("member", .array(inside.elements.map(Self.agent)))) }
        return .object(members)
    }

    private static func first(_ value: JSONValue?) -> JSONValue? {
        guard let value, value.kind == .array else { return value }
        return value.elements.first { _ in true }
    }

    private static func account(_ account: JSONValue) -> JSONNode {
        .compactObject([
            ("homePage", (account["homePage"] ?? account["accountServiceHomePage"])?.node),
            ("name", (account["name"] ?? account["accountName"])?.node),
        ])
    }

    private static func activity(_ activity: JSONValue) -> JSONNode {
        changing(activity) { name, value in
            switch name {
            case "id": value.string.map { .string(absolute($0, activityPrefix)) }
            case "definition": definition(value)
            default: nil
            }
        }
    }

    private static func definition(_ definition: JSONValue) -> JSONNode {
        changing(definition) { name, value in
            switch name {
            case "type": value.string.map { .string("http://adlnet.gov/expapi/activities/" + $0) }
            case "extensions": extensions(value)
            default: nil
            }
        }
    }

    private static func context(_ context: JSONValue) -> JSONNode {
        let kept = changing(context) { name, value in
            switch name {
            case "instructor", "team": agent(value)
            case "contextActivities": changing(value) { _, value in [activity(value)] }
            case "extensions": extensions(value)
            default: nil
            }
        }
        guard case .object(let members) = kept else { return kept }
        return .object(members.filter { $0.0 != "statement" })
    }

    private static func withExtensions(_ value: JSONValue) -> JSONNode {
        changing(value) { name, value in
            switch name {
            case "extensions": extensions(value)
            default: nil
            }
        }
    }

    private static func extensions(_ value: JSONValue) -> JSONNode {
        guard value.kind == .object else { return value.node }
        return .object(value.members.map { (absolute($0.name, extensionPrefix), $0.value.node) })
    }

    private static func absolute(_ text: String, _ prefix: String) -> String {
        IRI.isValid(text) ? text : prefix + text
    }

    /// A copy with other values where `change` gives one.
    private static func changing(_ value: JSONValue, _ change: (String, JSONValue) -> JSONNode?) -> JSONNode {
        guard value.kind == .object else { return value.node }
        return .object(value.members.map { ($0.name, change($0.name, $0.value) ?? $0.value.node) })
    }
}

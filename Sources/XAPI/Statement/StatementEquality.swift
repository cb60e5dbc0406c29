public import JSON

/// When two statements count as the same (1.0.3 Data §2.3.1; IEEE 9274.1.1 §4.2).
///
/// Not looked at: `id`, `stored`, `timestamp`, `authority`, `version`, attachments, what things are called (verbs,
/// definitions, agents' names), the order of members, of a group's members and of context activities, how numbers and
/// UUIDs are written, and whatever a duration has beyond 0.01 seconds. Everything else counts; IRIs by letter case too.
public enum StatementEquality {
    /// The same bytes for all statements that are the same, for a digest.
    public static func logicalForm(of statement: JSONValue) -> [UInt8] {
        var form = LogicalForm()
        form.statement(statement, isSubStatement: false)
        return form.writer.bytes
    }

    public static func areSame(_ a: JSONValue, _ b: JSONValue) -> Bool { logicalForm(of: a) == logicalForm(of: b) }
}

private struct LogicalForm {
    var writer = JSONWriter(capacity: 1_024)

    mutating func statement(_ value: JSONValue, isSubStatement: Bool) {
        writer.beginObject()
        if let actor = value["actor"] { member("actor") { $0.agent(actor) } }
        if let verb = value["verb"]?["id"] { member("verb") { $0.writer.canonical(verb) } }
        if let object = value["object"] { member("object") { $0.object(object) } }
        if let result = value["result"] { member("result") { $0.result(result) } }
        if let context = value["context"] { member("context") { $0.context(context) } }
        if isSubStatement, let time = value["timestamp"]?.string.flatMap({ XAPITimestamp($0) }) {
            member("timestamp") { $0.writer.string(time.utcText) }
        }
        writer.endObject()
    }

    private mutating func member(_ name: String, _ write: (inout LogicalForm) -> Void) {
        writer.name(name)
        write(&self)
    }

    private mutating func object(_ value: JSONValue) {
        writer.beginArray()
        let kind = ObjectKind(of: value) ?? .activity
        writer.string(kind.rawValue)
        switch kind {
        case .activity: if let id = value["id"] { writer.canonical(id) }
        case .agent, .group: agent(value)
        case .statementRef: uuid(value["id"])
        case .subStatement: statement(value, isSubStatement: true)
        }
        writer.endArray()
    }

    /// An identifier stands for all that is said about its owner.
    private mutating func agent(_ value: JSONValue) {
        if let identifier = AgentIdentifier(of: value) {
            writer.string(identifier.canonical)
        } else {
            let members = value["member"].map { $0.elements.compactMap { AgentIdentifier(of: $0)?.canonical } } ?? []
            sorted(members)
        }
    }

    private mutating func sorted(_ texts: [String]) {
        writer.beginArray()
        for text in texts.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) { writer.string(text) }
        writer.endArray()
    }

    private mutating func uuid(_ value: JSONValue?) { writer.string(value?.string?.lowercased() ?? "") }

    private mutating func result(_ value: JSONValue) {
        writer.beginObject()
        for (name, child) in value.membersByName {
            writer.name(name)
            if name == "duration", let text = child.string {
                writer.string(XAPIDuration.comparable(text))
            } else {
                writer.canonical(child)
            }
        }
        writer.endObject()
    }

    private mutating func context(_ value: JSONValue) {
        writer.beginObject()
        // An empty registration, which packages send, is stored as none.
        for (name, child) in value.membersByName where name != "registration" || child.string != "" {
            writer.name(name)
            switch name {
            case "registration": uuid(child)
            case "instructor", "team": agent(child)
            case "contextActivities": contextActivities(child)
            case "statement": uuid(child["id"])
            case "contextAgents": contextAgents(child, "agent")
            case "contextGroups": contextAgents(child, "group")
            default: writer.canonical(child)
            }
        }
        writer.endObject()
    }

    private mutating func contextActivities(_ value: JSONValue) {
        writer.beginObject()
        for (name, related) in value.membersByName {
            writer.name(name)
            let activities = related.kind == .object ? [related] : Array(related.elements)
            sorted(activities.compactMap { $0["id"]?.string })
        }
        writer.endObject()
    }

    private mutating func contextAgents(_ value: JSONValue, _ property: String) {
        writer.beginArray()
        for entry in value.elements {
            writer.beginArray()
            if let agent = entry[property] { self.agent(agent) }
            sorted(entry["relevantTypes"].map { $0.elements.compactMap(\.string) } ?? [])
            writer.endArray()
        }
        writer.endArray()
    }
}

extension ValidStatement {
    /// See ``StatementEquality``.
    public var logicalForm: [UInt8] { StatementEquality.logicalForm(of: value) }
}

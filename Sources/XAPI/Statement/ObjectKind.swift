import JSON

/// What a statement's object is (1.0.3 Data §2.4.4).
public enum ObjectKind: String, Sendable, CaseIterable {
    case activity = "Activity"
    case agent = "Agent"
    case group = "Group"
    case subStatement = "SubStatement"
    case statementRef = "StatementRef"

    /// An object without `objectType` is an Activity; one with an unknown type is nothing.
    init?(of object: JSONValue?) {
        guard let type = object?["objectType"] else {
            self = .activity
            return
        }
        guard let name = type.string, let kind = ObjectKind(rawValue: name) else { return nil }
        self = kind
    }
}

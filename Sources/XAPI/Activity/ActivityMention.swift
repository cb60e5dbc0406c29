public import JSON

/// The part that an activity plays in a statement.
public struct ActivityRole: Hashable, Sendable {
    /// The object, or the kind of context activity (1.0.3 Data §2.4.6.2).
    public enum Part: String, Sendable, CaseIterable {
        case object, parent, grouping, category, other
    }

    public var part: Part
    public var isInSubStatement: Bool

    public init(_ part: Part, isInSubStatement: Bool = false) {
        self.part = part
        self.isInSubStatement = isInSubStatement
    }

    /// Found by the `activity` parameter alone; the others need `related_activities` (1.0.3 Communication §2.1.3).
    public var isDirect: Bool { part == .object && !isInSubStatement }
}

/// An activity at one place of a statement.
public struct ActivityMention: Sendable {
    public let role: ActivityRole
    public let id: String
    /// The activity's object, with its definition if it came with one.
    public let value: JSONValue

    /// Every activity of a valid statement: object, parent, grouping, category, other, then the SubStatement's.
    public static func all(in statement: JSONValue) -> [ActivityMention] {
        var found: [ActivityMention] = []
        collect(from: statement, isInSubStatement: false, into: &found)
        return found
    }

    private static func collect(
        from statement: JSONValue, isInSubStatement: Bool, into found: inout [ActivityMention]
    ) {
        func add(_ activity: JSONValue?, _ part: ActivityRole.Part) {
            guard let activity, let id = activity["id"]?.string else { return }
            let role = ActivityRole(part, isInSubStatement: isInSubStatement)
            found.append(ActivityMention(role: role, id: id, value: activity))
        }
        let object = statement["object"]
        let kind = ObjectKind(of: object)
        if kind == .activity { add(object, .object) }
        if let related = statement["context"]?["contextActivities"] {
            for part in [ActivityRole.Part.parent, .grouping, .category, .other] {
                guard let activities = related[part.rawValue] else { continue }
                if activities.kind == .object { add(activities, part) }
                for activity in activities.elements { add(activity, part) }
            }
        }
        if kind == .subStatement, !isInSubStatement, let object {
            collect(from: object, isInSubStatement: true, into: &found)
        }
    }
}

public import JSON

/// The part that somebody plays in a statement.
public struct AgentRole: Hashable, Sendable {
    /// The property that names them.
    public enum Part: String, Sendable, CaseIterable {
        case actor, object, authority, instructor, team, contextAgent, contextGroup
    }

    public var part: Part
    /// In the SubStatement that is the statement's object.
    public var isInSubStatement: Bool
    /// A member of the group that plays the part.
    public var isMember: Bool

    public init(_ part: Part, isInSubStatement: Bool = false, isMember: Bool = false) {
        self.part = part
        self.isInSubStatement = isInSubStatement
        self.isMember = isMember
    }

    /// Found by the `agent` parameter alone; the others need `related_agents` (1.0.3 Communication §2.1.3).
    public var isDirect: Bool { !isInSubStatement && (part == .actor || part == .object) }
}

/// An agent or group at one place of a statement.
public struct AgentMention: Sendable {
    public let role: AgentRole
    /// Nil for an anonymous group.
    public let identifier: AgentIdentifier?
    public let isGroup: Bool
    /// The agent's object, with its bytes and its place.
    public let value: JSONValue
}

extension AgentMention {
    /// Every agent and group of a valid statement, with the members of groups, in the order: actor, object, authority,
    /// context, then the SubStatement's.
    public static func all(in statement: JSONValue) -> [AgentMention] {
        var finder = AgentFinder()
        finder.visit(statement, isInSubStatement: false)
        return finder.found
    }
}

private struct AgentFinder {
    var found: [AgentMention] = []

    mutating func visit(_ statement: JSONValue, isInSubStatement: Bool) {
        func role(_ part: AgentRole.Part) -> AgentRole { AgentRole(part, isInSubStatement: isInSubStatement) }
        let object = statement["object"]
        let kind = ObjectKind(of: object)
        add(statement["actor"], role(.actor))
        if kind == .agent || kind == .group { add(object, role(.object)) }
        if !isInSubStatement { add(statement["authority"], role(.authority)) }
        if let context = statement["context"] {
            add(context["instructor"], role(.instructor))
            add(context["team"], role(.team))
            for entry in context["contextAgents"].map({ Array($0.elements) }) ?? [] {
                add(entry["agent"], role(.contextAgent))
            }
            for entry in context["contextGroups"].map({ Array($0.elements) }) ?? [] {
                add(entry["group"], role(.contextGroup))
            }
        }
        if kind == .subStatement, !isInSubStatement, let object { visit(object, isInSubStatement: true) }
    }

    private mutating func add(_ agent: JSONValue?, _ role: AgentRole) {
        guard let agent, agent.kind == .object else { return }
        let isGroup = agent["objectType"]?.string == "Group"
        found.append(AgentMention(role: role, identifier: AgentIdentifier(of: agent), isGroup: isGroup, value: agent))
        guard isGroup, !role.isMember, let members = agent["member"] else { return }
        var memberRole = role
        memberRole.isMember = true
        for member in members.elements { add(member, memberRole) }
    }
}

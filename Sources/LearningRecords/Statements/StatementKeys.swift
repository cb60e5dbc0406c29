package import XAPI

/// All keys by which a statement of its own is found; those of a StatementRef's target come on top in the store.
package struct StatementKeys: Sendable {
    package private(set) var all: Set<StatementKey> = []

    /// - Parameter authority: whom the LRS names as the statement's authority; nil when the statement has its own.
    package init(_ statement: ValidStatement, authority: AgentIdentifier?, agentKey: AgentKeying) {
        insertAgents(statement.agents, authority: authority, agentKey: agentKey)
        insertActivities(statement.activities)
        all.insert(StatementKey(.verb, iri: statement.verbID))
        if let registration = statement.registration { all.insert(StatementKey(registration: registration)) }
    }

    private mutating func insertAgents(
        _ mentions: [AgentMention], authority: AgentIdentifier?, agentKey: AgentKeying
    ) {
        var direct: Set<AgentIdentifier> = []
        var related: Set<AgentIdentifier> = []
        for mention in mentions where authority == nil || mention.role.part != .authority {
            guard let identifier = mention.identifier else { continue }
            if mention.role.isDirect { direct.insert(identifier) } else { related.insert(identifier) }
        }
        if let authority { related.insert(authority) }
        for identifier in direct { all.insert(StatementKey(.agent, hash: agentKey(identifier.canonical))) }
        for identifier in related where !direct.contains(identifier) {
            all.insert(StatementKey(.relatedAgent, hash: agentKey(identifier.canonical)))
        }
    }

    private mutating func insertActivities(_ mentions: [ActivityMention]) {
        var direct: Set<StatementKey> = []
        for mention in mentions where mention.role.isDirect {
            all.insert(StatementKey(.activity, iri: mention.id))
            direct.insert(StatementKey(.relatedActivity, iri: mention.id))
        }
        for mention in mentions where !mention.role.isDirect {
            let key = StatementKey(.relatedActivity, iri: mention.id)
            if !direct.contains(key) { all.insert(key) }
        }
    }
}

package import XAPI

/// All keys by which a statement of its own is found; those of a StatementRef's target come on top in the store.
package struct StatementKeys: Sendable {
    /// Each once.
    package var all: Set<StatementKey> { Set(found) }
    /// In no certain order, some of them perhaps twice.
    private(set) var found: [StatementKey] = []

    /// - Parameter authority: the keyed hash of whom the LRS names as the statement's authority; nil when the statement
    ///   has its own.
    package init(_ statement: ValidStatement, authority: [UInt8]?, agentKey: AgentKeying) {
        found.reserveCapacity(10)
        insertAgents(statement.agents, authority: authority, agentKey: agentKey)
        insertActivities(statement.activities)
        found.append(StatementKey(.verb, iri: statement.verbID))
        if let registration = statement.registration { found.append(StatementKey(registration: registration)) }
    }

    private mutating func insertAgents(_ mentions: [AgentMention], authority: [UInt8]?, agentKey: AgentKeying) {
        var related = authority.map { [StatementKey(.relatedAgent, hash: $0)] } ?? []
        for mention in mentions where authority == nil || mention.role.part != .authority {
            guard let identifier = mention.identifier else { continue }
            let hash = agentKey(identifier.canonical)
            if mention.role.isDirect {
                found.append(StatementKey(.agent, hash: hash))
            } else {
                related.append(StatementKey(.relatedAgent, hash: hash))
            }
        }
        insert(related, unlessThereAs: .agent)
    }

    private mutating func insertActivities(_ mentions: [ActivityMention]) {
        var related: [StatementKey] = []
        for mention in mentions {
            let key = StatementKey(mention.role.isDirect ? .activity : .relatedActivity, iri: mention.id)
            if mention.role.isDirect { found.append(key) } else { related.append(key) }
        }
        insert(related, unlessThereAs: .activity)
    }

    /// What a statement names both directly and elsewhere has the direct key alone.
    private mutating func insert(_ related: [StatementKey], unlessThereAs kind: StatementKey.Kind) {
        let direct = Set(found.lazy.filter { $0.kind == kind })
        for key in related where direct.isEmpty || !direct.contains(key.with(kind)) { found.append(key) }
    }
}

package import Values

/// What a reader asks for (1.0.3 Communication §2.1.3), as keys of the index: no identifier stands in it in clear.
package struct StatementFilter: Hashable, Sendable {
    /// Each is met by any of its keys; all must be met.
    package var criteria: [[StatementKey]] = []
    /// Stored after this moment.
    package var since: Instant?
    /// Stored at this moment or before.
    package var until: Instant?
    /// Oldest first.
    package var isAscending = false
    /// Keyed hash of the one authority whose statements may be seen; nil for all.
    package var authority: [UInt8]?
    /// Also those that are voided, for a copy that is to give the same answers.
    package var includesVoided = false

    package init() {}

    /// - Parameter isRelated: also where the agent stands elsewhere than as actor or object (`related_agents`).
    package mutating func require(agentHash: [UInt8], isRelated: Bool) {
        require(agentHashes: [agentHash], isRelated: isRelated)
    }

    /// Any of the agents will do.
    package mutating func require(agentHashes: [[UInt8]], isRelated: Bool) {
        criteria.append(
            agentHashes.flatMap { hash in
                let direct = StatementKey(.agent, hash: hash)
                return isRelated ? [direct, StatementKey(.relatedAgent, hash: hash)] : [direct]
            })
    }

    package mutating func require(verb: String) { criteria.append([StatementKey(.verb, iri: verb)]) }

    /// - Parameter isRelated: also as context activity or in a SubStatement (`related_activities`).
    package mutating func require(activity: String, isRelated: Bool) {
        let direct = StatementKey(.activity, iri: activity)
        criteria.append(isRelated ? [direct, StatementKey(.relatedActivity, iri: activity)] : [direct])
    }

    package mutating func require(registration: UUID16) {
        criteria.append([StatementKey(registration: registration)])
    }
}

/// The place of a statement in the order of answers.
package struct StatementPosition: Hashable, Sendable, Comparable {
    package var stored: Instant
    package var row: Int64

    package init(stored: Instant, row: Int64) {
        self.stored = stored
        self.row = row
    }

    package static func < (a: StatementPosition, b: StatementPosition) -> Bool {
        (a.stored, a.row) < (b.stored, b.row)
    }
}

/// Some of the statements that a filter finds, in order.
package struct StatementPage: Sendable {
    /// As answered with `format=exact`.
    package var bodies = StatementBodies()
    /// Of each of them.
    package var positions: [StatementPosition] = []
    /// The latest `stored` among them.
    package var newest: Instant?
    /// Where to go on; nil when there is no more.
    package var next: StatementPosition?
}

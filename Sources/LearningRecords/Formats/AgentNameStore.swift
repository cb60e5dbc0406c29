package import Database
package import Values

/// The names that statements gave agents, newest first (1.0.3 Communication §2.4). Agents and names are known by keyed
/// hashes here; the names themselves are sealed (design D17).
package struct AgentNameStore: Sendable {
    /// How many names of one agent are kept.
    package static let limit = 20

    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Makes a name the agent's newest; the oldest beyond the limit goes.
    /// - Parameters:
    ///   - agent: keyed hash of the identifier.
    ///   - name: keyed hash of agent and name.
    package func note(
        agent: [UInt8], name: [UInt8], sealed: [UInt8], in transaction: Transaction, now: Instant
    ) throws {
        try transaction.execute(
            """
            insert into agent_name (tenant, agent, name, sealed, seen_at)
            values (\(tenant), \(agent), \(name), \(sealed), \(now))
            on conflict (tenant, agent, name) do update set seen_at = excluded.seen_at
            """)
        try transaction.execute(
            """
            delete from agent_name where tenant = \(tenant) and agent = \(agent) and name not in (
                select name from agent_name where tenant = \(tenant) and agent = \(agent)
                order by seen_at desc, name limit \(Self.limit))
            """)
    }

    /// Sealed, newest first.
    package func names(of agent: [UInt8], in transaction: Transaction) throws -> [[UInt8]] {
        try transaction.rows(
            """
            select sealed from agent_name where tenant = \(tenant) and agent = \(agent)
            order by seen_at desc, name limit \(Self.limit)
            """
        ).map { try $0.bytes(0) }
    }
}

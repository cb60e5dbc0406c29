package import Access
import Database
import JSON
import LearningRecords
import Values
import XAPI

/// Notes under which names statements speak of agents, and tells them (1.0.3 Communication §2.4). Remembers the last
/// name of each, so that most statements needn't write.
package final class KnownNames: Sendable {
    /// A name that may not be the agent's newest yet.
    struct News: Sendable {
        let agent: [UInt8]
        let name: [UInt8]
        let sealed: [UInt8]
    }

    private let latest: LatestWords

    /// - Parameter limit: beyond it all are forgotten and looked at again.
    package init(limit: Int = 20_000) { latest = LatestWords(limit: limit) }

    /// In the order of the statements. The authority is the LRS's word, so that a sent one tells nothing.
    func unknown(in statements: [ValidStatement], _ tenant: TenantID, _ vault: Vault) throws -> [News] {
        var last: [[UInt8]: [UInt8]] = [:]
        var news: [News] = []
        for mention in statements.flatMap(\.agents) where !mention.isGroup && mention.role.part != .authority {
            guard let identifier = mention.identifier, let text = mention.value["name"]?.string, !text.isEmpty else {
                continue
            }
            let agent = vault.agentKey(identifier.canonical)
            let key = Self.key(tenant, agent)
            let name = Array(vault.keyedHash("agent name", agent + Array(text.utf8)).prefix(16))
            guard last[key] ?? latest[key] != name else { continue }
            last[key] = name
            let sealed = try vault.seal(Array(text.utf8), for: Self.purpose, at: agent)
            news.append(News(agent: agent, name: name, sealed: sealed))
        }
        return news
    }

    /// To be called once they are committed.
    func remember(_ news: [News], _ tenant: TenantID) {
        latest.remember(news.map { (Self.key(tenant, $0.agent), $0.name) })
    }

    static func store(_ news: [News], _ tenant: TenantID, in tx: Transaction, _ now: Instant) throws {
        let store = AgentNameStore(tenant)
        for (place, item) in news.enumerated() {
            // Names of one batch keep their order.
            let moment = now.adding(microseconds: Int64(place))
            try store.note(agent: item.agent, name: item.name, sealed: item.sealed, in: tx, now: moment)
        }
    }

    /// Opens a name that was sealed for an agent.
    package static func unseal(_ sealed: [UInt8], of agent: [UInt8], _ vault: Vault) throws -> String {
        String(decoding: try vault.open(sealed, for: purpose, at: agent), as: UTF8.self)
    }

    private static let purpose = "agent name"

    private static func key(_ tenant: TenantID, _ agent: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: tenant.number) { Array($0) } + agent
    }
}

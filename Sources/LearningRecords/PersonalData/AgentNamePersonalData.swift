package import Database
import JSON
package import PersonalData
package import Values

/// Hands out and deletes the names under which statements spoke of a person.
package struct AgentNamePersonalData: PersonalDataExporter, PersonalDataEraser {
    private let unseal: @Sendable (_ sealed: [UInt8], _ agent: [UInt8]) throws -> String

    /// - Parameter unseal: opens a name that was sealed for an agent.
    package init(unseal: @escaping @Sendable (_ sealed: [UInt8], _ agent: [UInt8]) throws -> String) {
        self.unseal = unseal
    }

    package let tables = ["agent_name"]
    package let category = "xapi"

    package func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        guard !person.agentKeys.isEmpty else { return }
        var names: [JSONNode] = []
        try transaction.forEach(
            """
            select sealed, agent, seen_at from agent_name
            where tenant = \(person.tenant) and agent in (\(list: person.agentKeys)) order by seen_at, name
            """
        ) { row in
            let name = try unseal(try row.bytes(0), try row.bytes(1))
            names.append(["name": .string(name), "lastSeen": .string(try row.instant(2).rfc3339)])
        }
        guard !names.isEmpty else { return }
        try sink(ExportedItem(path: "xapi/names.json", bytes: JSONNode.array(names).serialized, count: names.count))
    }

    package func erase(
        _ person: PersonReference, in transaction: Transaction, at: Instant
    ) throws -> ErasureCount {
        guard !person.agentKeys.isEmpty else { return ErasureCount("agent_name", .deleted, 0) }
        let deleted = try transaction.execute(
            "delete from agent_name where tenant = \(person.tenant) and agent in (\(list: person.agentKeys))")
        return ErasureCount("agent_name", .deleted, deleted)
    }
}

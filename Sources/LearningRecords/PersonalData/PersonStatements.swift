import Database
import PersonalData
import Values
import XAPI

/// The statements that name a person, by the index.
struct PersonStatements {
    struct Entry {
        var row: Int64
        var id: UUID16
        var stored: Instant
        var body: [UInt8]
    }

    let person: PersonReference

    /// - Parameter kind: as actor, object or member (`agent`), or anywhere else.
    func keys(_ kind: StatementKey.Kind) -> [StatementKey] {
        person.agentKeys.map { StatementKey(kind, hash: $0) }
    }

    /// In the order of `stored`; a statement that refers to one of the person's is among them, whoever's it is. Bodies
    /// are read a few at a time, so that as many as there are need no memory, and may be replaced on the way.
    func forEach(
        _ keys: [StatementKey], carryingData: Bool = false, in transaction: Transaction,
        _ visit: (Entry) throws -> Void
    ) throws {
        for chunk in try rows(keys, carryingData, transaction).chunks(of: StatementStore.chunk) {
            let entries = try transaction.rows(
                """
                select stored_at, seq, id, body from statement where seq in (\(list: chunk)) order by stored_at, seq
                """
            ).map { row in
                Entry(row: try row.int(1), id: try row.id(2), stored: try row.instant(0), body: try row.bytes(3))
            }
            for entry in entries { try visit(entry) }
        }
    }

    private func rows(_ keys: [StatementKey], _ carryingData: Bool, _ transaction: Transaction) throws -> [Int64] {
        guard !keys.isEmpty else { return [] }
        let carrying: SQL =
            carryingData
            ? """
             and (exists (select 1 from statement_attachment a where a.tenant = k.tenant and a.seq = k.seq)
                or exists (select 1 from statement_signature g where g.tenant = k.tenant and g.seq = k.seq))
            """ : ""
        var rows: [Int64] = []
        try transaction.forEach(
            """
            select distinct k.stored_at, k.seq from statement_key k
            where k.tenant = \(person.tenant) and k.key in (\(list: keys.map(\.bytes)))
            """ + carrying + " order by k.stored_at, k.seq"
        ) { rows.append(try $0.int(1)) }
        return rows
    }
}

extension ValidStatement {
    /// Where the statement itself names any of the agents: what refers to a statement is found where that one is, and
    /// names nobody by that.
    func mentions(ofAny keys: Set<[UInt8]>, _ agentKey: AgentKeying) -> [AgentMention] {
        agents.filter { $0.identifier.map { keys.contains(agentKey($0.canonical)) } ?? false }
    }
}

import Database
import PersonalData
import Values

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

    /// In the order of `stored`; a statement that refers to one of the person's is among them.
    func entries(_ keys: [StatementKey], in transaction: Transaction) throws -> [Entry] {
        guard !keys.isEmpty else { return [] }
        return try transaction.rows(
            """
            select distinct s.stored_at, s.seq, s.id, s.body from statement_key k cross join statement s
            where k.tenant = \(person.tenant) and k.key in (\(list: keys.map(\.bytes))) and s.seq = k.seq
            order by s.stored_at, s.seq
            """
        ).map { row in
            Entry(row: try row.int(1), id: try row.id(2), stored: try row.instant(0), body: try row.bytes(3))
        }
    }
}

public import Database
import JSON
public import PersonalData
public import Values

/// Messages about a person: handed out, and gone with the person, whether they were delivered or not.
public struct OutboxPersonalData: PersonalDataExporter, PersonalDataEraser {
    public init() {}

    public var category: String { "outbox" }
    public var tables: [String] { ["outbox"] }

    public func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        var messages: [JSONNode] = []
        try transaction.forEach(
            """
            select topic, state, created_at, finished_at, payload from outbox
            where tenant = \(person.tenant) and person = \(person.person) order by id
            """
        ) { row in
            messages.append([
                "topic": .string(try row.text(0)), "state": .string(try row.text(1)),
                "created": .string(try row.instant(2).rfc3339),
                "finished": try row.instantIfAny(3).map { .string($0.rfc3339) } ?? .null,
                "payload": .raw(try row.utf8(4)),
            ])
        }
        if !messages.isEmpty {
            try sink(
                ExportedItem(
                    path: "messages.json", bytes: JSONNode.array(messages).serialized, count: messages.count))
        }
    }

    public func preview(_ person: PersonReference, in transaction: Transaction) throws -> [ErasureCount] {
        let row = try transaction.row(
            "select count(*) from outbox where tenant = \(person.tenant) and person = \(person.person)")
        return [ErasureCount(table: "outbox", action: .deleted, count: Int(try row?.int(0) ?? 0))]
    }

    public func erase(
        _ person: PersonReference, in transaction: Transaction, at moment: Instant
    ) throws -> [ErasureCount] {
        try transaction.execute(
            """
            delete from outbox_attempt where tenant = \(person.tenant) and message in (
                select id from outbox where tenant = \(person.tenant) and person = \(person.person))
            """)
        let deleted = try transaction.execute(
            "delete from outbox where tenant = \(person.tenant) and person = \(person.person)")
        return [ErasureCount(table: "outbox", action: .deleted, count: deleted)]
    }
}

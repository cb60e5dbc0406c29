public import Database
import JSON
public import PersonalData
public import Values

/// Messages about a person: handed out with the person's data, and erased with the person, delivered or not.
public struct OutboxPersonalData: PersonalDataExporter, PersonalDataEraser {
    public init() {}

    public var category: String { "outbox" }
    public var tables: [String] { ["outbox", "outbox_attempt"] }

    public func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        var messages: [JSONNode] = []
        try transaction.forEach(
            """
            select topic, state, attempts, enqueued_at, finished_at, payload from outbox
            where tenant = \(person.tenant) and person = \(person.person) order by id
            """
        ) { row in
            messages.append([
                "topic": .string(try row.text(0)),
                "state": .string(OutboxState(rawValue: try row.int(1)).map { "\($0)" } ?? "unknown"),
                "attempts": .number(try row.int(2)),
                "enqueuedAt": .string(try row.instant(3).rfc3339),
                "finishedAt": try row.instantIfAny(4).map { .string($0.rfc3339) } ?? .null,
                "payload": .raw(try row.utf8(5)),
            ])
        }
        if messages.isEmpty { return }
        try sink(
            ExportedItem(
                path: "outbox/messages.json", bytes: JSONNode.array(messages).serialized, count: messages.count))
    }

    public func erase(
        _ person: PersonReference, in transaction: Transaction, at moment: Instant
    ) throws -> ErasureCount {
        let attempts = try transaction.execute(
            """
            delete from outbox_attempt where message in (
                select id from outbox where tenant = \(person.tenant) and person = \(person.person))
            """)
        let messages = try transaction.execute(
            "delete from outbox where tenant = \(person.tenant) and person = \(person.person)")
        var count = ErasureCount("outbox", .deleted, messages)
        count.add("outbox_attempt", .deleted, attempts)
        return count
    }
}

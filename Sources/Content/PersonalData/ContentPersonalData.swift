package import Database
import JSON
package import PersonalData
package import Values

/// Hands out a person's sessions of content, with what was satisfied and waived.
package struct ContentExporter: PersonalDataExporter {
    package init() {}

    package var tables: [String] { ["content_session", "satisfaction", "waiver"] }
    package var category: String { "content" }

    package func export(
        _ person: PersonReference, from tx: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        try emit("sessions", try sessions(person, tx), sink)
        try emit("satisfied", try satisfied(person, tx), sink)
        try emit("waived", try waived(person, tx), sink)
    }

    private func emit(_ name: String, _ records: [JSONNode], _ sink: (ExportedItem) throws -> Void) throws {
        guard !records.isEmpty else { return }
        let bytes = JSONNode.array(records).serialized
        try sink(ExportedItem(path: "content/\(name).json", bytes: bytes, count: records.count))
    }

    private func sessions(_ person: PersonReference, _ tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select s.id, s.registration, i.title, i.activity_id, s.kind, s.mode, s.state, s.account_name, s.opened_at,
                s.last_seen_at, s.ended_at, s.statements, s.refused
            from content_session s join package_item i on i.tenant = s.tenant and i.id = s.item
            where s.tenant = \(person.tenant) and s.person = \(person.person) order by s.opened_at, s.id
            """
        ).map { row in
            .compactObject([
                ("session", .string("\(try row.id(0))")), ("registration", .string("\(try row.id(1))")),
                ("title", .raw(Array(try row.text(2).utf8))), ("activity", .string(try row.text(3))),
                ("kind", .string(try row.text(4))), ("mode", .string(try row.text(5))),
                ("state", .string(try row.text(6))), ("accountName", .string(try row.text(7))),
                ("openedAt", .string(try row.instant(8).rfc3339)), ("lastSeenAt", .string(try row.instant(9).rfc3339)),
                ("endedAt", try row.instantIfAny(10).map { .string($0.rfc3339) }),
                ("statements", .number(try row.int(11))), ("refusedStatements", .number(try row.int(12))),
            ])
        }
    }

    private func satisfied(_ person: PersonReference, _ tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select s.registration, i.title, s.statement, s.satisfied_at
            from satisfaction s join package_item i on i.tenant = s.tenant and i.id = s.item
            where s.tenant = \(person.tenant) and s.person = \(person.person) order by s.satisfied_at, s.item
            """
        ).map { row in
            .object([
                ("registration", .string("\(try row.id(0))")), ("title", .raw(Array(try row.text(1).utf8))),
                ("statement", .string("\(try row.id(2))")), ("satisfiedAt", .string(try row.instant(3).rfc3339)),
            ])
        }
    }

    private func waived(_ person: PersonReference, _ tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select w.registration, i.title, w.reason, w.statement, w.waived_at
            from waiver w join package_item i on i.tenant = w.tenant and i.id = w.item
            where w.tenant = \(person.tenant) and w.person = \(person.person) order by w.waived_at, w.item
            """
        ).map { row in
            .object([
                ("registration", .string("\(try row.id(0))")), ("title", .raw(Array(try row.text(1).utf8))),
                ("reason", .string(try row.text(2))), ("statement", .string("\(try row.id(3))")),
                ("waivedAt", .string(try row.instant(4).rfc3339)),
            ])
        }
    }
}

/// Deletes a person's sessions of content, so that no credential of theirs works any more.
package struct ContentEraser: PersonalDataEraser {
    package init() {}

    package var tables: [String] { ["content_session", "satisfaction", "waiver"] }

    package func erase(_ person: PersonReference, in tx: Transaction, at: Instant) throws -> ErasureCount {
        var count = ErasureCount()
        for table in tables {
            let rows = try tx.execute(
                "delete from \(raw: table) where tenant = \(person.tenant) and person = \(person.person)")
            count.add(table, .deleted, rows)
        }
        return count
    }
}

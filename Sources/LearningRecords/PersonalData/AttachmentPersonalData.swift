package import Database
import Foundation
import JSON
package import PersonalData
package import Values
import XAPI

/// Hands out the data that came along with statements in which the person acts.
package struct AttachmentExporter: PersonalDataExporter {
    private let files: AttachmentFiles
    /// Larger data is named in the index, and handed out apart.
    private static let limit: Int64 = 64 << 20

    package init(files: AttachmentFiles) { self.files = files }

    package let tables = ["statement_attachment", "statement_signature"]
    package let category = "xapi"

    package func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        var index: [JSONNode] = []
        var seen: Set<AttachmentHash> = []
        for (statement, hash) in try PersonAttachments(person: person).all(in: transaction) {
            let path = "xapi/attachments/" + hash.text
            let size = files.size(of: hash, person.tenant)
            let isHere = size.map { $0 <= Self.limit } ?? false
            index.append([
                "statement": .string(statement.description), "sha2": .string(hash.text),
                "bytes": size.map { .number(Int($0)) } ?? .null, "file": isHere ? .string(path) : .null,
            ])
            guard isHere, seen.insert(hash).inserted else { continue }
            let location = files.location(of: hash, person.tenant)
            let bytes = try AttachmentReader.whole(path: location, limit: Int(Self.limit))
            try sink(ExportedItem(path: path, bytes: bytes))
        }
        try sink(
            ExportedItem(path: "xapi/attachments.json", bytes: JSONNode.array(index).serialized, count: index.count))
    }
}

/// Takes away the data that came along with statements in which the person acts, and every signature of a statement that
/// names them, since it holds the statement as it was (GDPR-XAPI-07). The files themselves go with the next sweep.
package struct AttachmentEraser: PersonalDataEraser {
    package init() {}

    package let tables = ["statement_attachment", "statement_signature"]

    package func erase(
        _ person: PersonReference, in transaction: Transaction, at now: Instant
    ) throws -> ErasureCount {
        let found = PersonStatements(person: person)
        let acting = try delete(found.keys(.agent), person, onlySignatures: false, in: transaction)
        let named = try delete(found.keys(.relatedAgent), person, onlySignatures: true, in: transaction)
        let signatures = try mark(found.keys(.agent) + found.keys(.relatedAgent), person, at: now, in: transaction)
        return ErasureCount("statement_attachment", .deleted, acting + named)
            + ErasureCount("statement_signature", .replaced, signatures)
    }

    private func delete(
        _ keys: [StatementKey], _ person: PersonReference, onlySignatures: Bool, in transaction: Transaction
    ) throws -> Int {
        guard !keys.isEmpty else { return 0 }
        return try transaction.execute(
            """
            delete from statement_attachment where tenant = \(person.tenant) and seq in (
                select seq from statement_key where tenant = \(person.tenant) and key in (\(list: keys.map(\.bytes))))
            and (\(onlySignatures) = 0 or exists (
                select 1 from statement_signature g where g.tenant = statement_attachment.tenant
                    and g.seq = statement_attachment.seq and g.sha2 = statement_attachment.sha2))
            """)
    }

    /// That a signature was there stays on record.
    private func mark(
        _ keys: [StatementKey], _ person: PersonReference, at now: Instant, in transaction: Transaction
    ) throws -> Int {
        guard !keys.isEmpty else { return 0 }
        return try transaction.execute(
            """
            update statement_signature set finding = 'removed', checked_at = \(now)
            where tenant = \(person.tenant) and finding <> 'removed' and seq in (
                select seq from statement_key where tenant = \(person.tenant) and key in (\(list: keys.map(\.bytes))))
            """)
    }
}

/// The data of the statements in which a person is actor or object, or a member of one.
private struct PersonAttachments {
    let person: PersonReference

    func all(in transaction: Transaction) throws -> [(statement: UUID16, hash: AttachmentHash)] {
        let keys = PersonStatements(person: person).keys(.agent)
        guard !keys.isEmpty else { return [] }
        return try transaction.rows(
            """
            select distinct s.stored_at, s.id, a.sha2 from statement_key k
            join statement_attachment a on a.tenant = k.tenant and a.seq = k.seq
            join statement s on s.seq = k.seq
            where k.tenant = \(person.tenant) and k.key in (\(list: keys.map(\.bytes)))
            order by s.stored_at, s.id, a.sha2
            """
        ).compactMap { row in
            let statement = try row.id(1)
            return AttachmentHash(bytes: try row.bytes(2)).map { (statement, $0) }
        }
    }
}

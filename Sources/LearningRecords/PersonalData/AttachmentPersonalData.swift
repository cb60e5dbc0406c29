package import Database
import Foundation
import JSON
package import PersonalData
package import Values
import XAPI

/// Hands out the data that came along with statements in which the person is actor or object.
package struct AttachmentExporter: PersonalDataExporter {
    private let files: AttachmentFiles
    private let agentKey: AgentKeying
    /// Larger data is named in the index, and handed out apart.
    private static let limit: Int64 = 64 << 20

    package init(files: AttachmentFiles, agentKey: AgentKeying) {
        self.files = files
        self.agentKey = agentKey
    }

    package let tables = ["statement_attachment", "statement_signature"]
    package let category = "xapi"

    package func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        var index: [JSONNode] = []
        var seen: Set<AttachmentHash> = []
        let found = PersonAttachments(person: person, agentKey: agentKey)
        try found.forEach(.agent, in: transaction) { entry, part in
            guard part == .own else { return }
            for hash in try PersonAttachments.hashes(of: entry, person.tenant, in: transaction) {
                let path = "xapi/attachments/" + hash.text
                let size = files.size(of: hash, person.tenant)
                let isHere = size.map { $0 <= Self.limit } ?? false
                index.append([
                    "statement": .string(entry.id.description), "sha2": .string(hash.text),
                    "bytes": size.map { .number(Int($0)) } ?? .null, "file": isHere ? .string(path) : .null,
                ])
                guard isHere, seen.insert(hash).inserted else { continue }
                let location = files.location(of: hash, person.tenant)
                let bytes = try AttachmentReader.whole(path: location, limit: Int(Self.limit))
                try sink(ExportedItem(path: path, bytes: bytes))
            }
        }
        try sink(
            ExportedItem(path: "xapi/attachments.json", bytes: JSONNode.array(index).serialized, count: index.count))
    }
}

/// Takes away the data that came along with statements in which the person is actor or object, and every signature of a
/// statement that names them, since it holds the statement as it was (GDPR-XAPI-07). What others said about such
/// statements is theirs and stays. The files themselves go with the next sweep.
package struct AttachmentEraser: PersonalDataEraser {
    private let agentKey: AgentKeying

    package init(agentKey: AgentKeying) { self.agentKey = agentKey }

    package let tables = ["statement_attachment", "statement_signature"]

    package func erase(
        _ person: PersonReference, in transaction: Transaction, at now: Instant
    ) throws -> ErasureCount {
        var (deleted, marked) = (0, 0)
        let found = PersonAttachments(person: person, agentKey: agentKey)
        try found.forEach(.agent, .relatedAgent, in: transaction) { entry, part in
            deleted += try delete(entry, person, onlySignatures: part == .mentioning, in: transaction)
            marked += try mark(entry, person, at: now, in: transaction)
        }
        return ErasureCount("statement_attachment", .deleted, deleted)
            + ErasureCount("statement_signature", .replaced, marked)
    }

    private func delete(
        _ entry: PersonStatements.Entry, _ person: PersonReference, onlySignatures: Bool, in transaction: Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            delete from statement_attachment where tenant = \(person.tenant) and seq = \(entry.row)
            and (\(onlySignatures) = 0 or exists (
                select 1 from statement_signature g where g.tenant = statement_attachment.tenant
                    and g.seq = statement_attachment.seq and g.sha2 = statement_attachment.sha2))
            """)
    }

    /// That a signature was there stays on record.
    private func mark(
        _ entry: PersonStatements.Entry, _ person: PersonReference, at now: Instant, in transaction: Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            update statement_signature set finding = 'removed', checked_at = \(now)
            where tenant = \(person.tenant) and seq = \(entry.row) and finding <> 'removed'
            """)
    }
}

/// The statements with data that name a person themselves.
private struct PersonAttachments {
    enum Part {
        /// The person is actor or object, or a member of one.
        case own
        /// The person stands elsewhere.
        case mentioning
    }

    let person: PersonReference
    let agentKey: AgentKeying

    func forEach(
        _ kinds: StatementKey.Kind..., in transaction: Transaction,
        _ visit: (PersonStatements.Entry, Part) throws -> Void
    ) throws {
        let found = PersonStatements(person: person)
        let names = Set(person.agentKeys)
        try found.forEach(kinds.flatMap(found.keys), carryingData: true, in: transaction) { entry in
            let mentions = try StoredStatement.read(entry.body).mentions(ofAny: names, agentKey)
            guard !mentions.isEmpty else { return }
            try visit(entry, mentions.contains { $0.role.isDirect } ? .own : .mentioning)
        }
    }

    static func hashes(
        of entry: PersonStatements.Entry, _ tenant: TenantID, in transaction: Transaction
    ) throws -> [AttachmentHash] {
        try transaction.rows(
            "select sha2 from statement_attachment where tenant = \(tenant) and seq = \(entry.row) order by sha2"
        ).compactMap { AttachmentHash(bytes: try $0.bytes(0)) }
    }
}

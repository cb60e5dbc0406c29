package import Database
import JSON
package import PersonalData
import Values

/// Hands out a person's documents: an index, and each document's bytes as a file.
package struct DocumentExporter: PersonalDataExporter {
    package init() {}

    package let tables = ["document"]
    package let category = "xapi"

    package func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        var index: [JSONNode] = []
        if !person.agentKeys.isEmpty {
            try transaction.forEach(
                """
                select resource, document_id, activity_iri, registration, content_type, changed_at, content
                from document where tenant = \(person.tenant) and agent in (\(list: person.agentKeys))
                order by resource, changed_at, document_id
                """
            ) { row in
                let path = "xapi/documents/\(index.count + 1)"
                index.append(try Self.entry(row, path: path))
                try sink(ExportedItem(path: path, bytes: try row.bytes(6)))
            }
        }
        try sink(
            ExportedItem(path: "xapi/documents.json", bytes: JSONNode.array(index).serialized, count: index.count))
    }

    private static func entry(_ row: Row, path: String) throws -> JSONNode {
        func text(_ column: Int) throws -> JSONNode { .string(String(decoding: try row.bytes(column), as: UTF8.self)) }
        let resource = DocumentResource(rawValue: Int(try row.int(0))) ?? .state
        let registration = UUID16(bytes: try row.bytes(3))
        return .compactObject([
            ("file", .string(path)), ("resource", .string("\(resource)")), ("id", try text(1)),
            ("activityId", resource == .state ? try text(2) : nil),
            ("registration", registration.map { .string($0.description) }), ("contentType", try text(4)),
            ("changed", .string(try row.instant(5).rfc3339)),
        ])
    }
}

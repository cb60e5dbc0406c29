package import Database
import JSON
package import PersonalData
package import Values

/// A person's own requests: handed out, and cut from the person at erasure; the row stays as proof (GDPR-DSR-14).
package struct PrivacyPersonalData: PersonalDataExporter, PersonalDataEraser {
    package let tables = ["data_request", "data_request_event", "data_request_approval"]
    package let category = "requests"

    package init() {}

    package func export(
        _ person: PersonReference, from tx: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        let requests = try ofPerson(person, in: tx)
        let nodes: [JSONNode] = requests.map { request in
            .compactObject([
                ("number", .string(request.number)), ("kind", .string(request.kind.rawValue)),
                ("state", .string(request.state.rawValue)), ("receivedAt", .string(request.receivedAt.rfc3339)),
                ("dueAt", .string(request.dueAt.rfc3339)),
                ("closedAt", request.closedAt.map { .string($0.rfc3339) }),
            ])
        }
        try sink(
            ExportedItem(
                path: "requests/requests.json", bytes: JSONNode.array(nodes).serialized, count: nodes.count))
    }

    package func erase(_ person: PersonReference, in tx: Transaction, at: Instant) throws -> ErasureCount {
        let cut = try tx.execute(
            """
            update data_request set person = null where tenant = \(person.tenant) and person = \(person.person)
            """)
        return ErasureCount("data_request", .replaced, cut)
    }

    private func ofPerson(_ person: PersonReference, in tx: Transaction) throws -> [DataRequest] {
        try tx.rows(
            DataRequests.selection + """
                where tenant = \(person.tenant) and person = \(person.person) order by received_at, id
                """
        ).map(DataRequests(person.tenant).decode)
    }
}

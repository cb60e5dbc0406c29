package import Database
package import Values

extension DataRequests {
    package func find(_ id: UUID16, in tx: Transaction) throws -> DataRequest? {
        try tx.row(Self.selection + "where tenant = \(tenant) and id = \(id)").map(decode)
    }

    package func find(number: String, in tx: Transaction) throws -> DataRequest? {
        try tx.row(Self.selection + "where tenant = \(tenant) and number = \(number)").map(decode)
    }

    /// - Throws: `notFound`.
    package func existing(_ id: UUID16, in tx: Transaction) throws -> DataRequest {
        guard let request = try find(id, in: tx) else { throw ServiceError(.notFound, "There is no such request.") }
        return request
    }

    /// Newest first.
    package func list(limit: Int = 200, in tx: Transaction) throws -> [DataRequest] {
        try tx.rows(
            Self.selection + "where tenant = \(tenant) order by received_at desc, id desc limit \(limit)"
        ).map(decode)
    }

    /// Every step of a request, oldest first.
    package func history(_ id: UUID16, in tx: Transaction) throws -> [DataRequestEvent] {
        try tx.rows(
            """
            select state, changed_by, reason, changed_at from data_request_event
            where tenant = \(tenant) and request = \(id) order by seq
            """
        ).compactMap { row in
            guard let state = DataRequestState(rawValue: try row.text(0)) else { return nil }
            return DataRequestEvent(
                state: state, changedBy: try row.text(1), reason: try row.textIfAny(2), changedAt: try row.instant(3))
        }
    }

    static let selection: SQL = """
        select id, number, kind, person, state, ground, received_at, due_at, extended_at, requested_by, approved_at,
            closed_at, counts, certificate
        from data_request\u{20}
        """

    func decode(_ row: Row) throws -> DataRequest {
        DataRequest(
            tenant: tenant, id: try row.id(0), number: try row.text(1),
            kind: DataRequestKind(rawValue: try row.text(2)) ?? .question, person: try row.idIfAny(3),
            state: DataRequestState(rawValue: try row.text(4)) ?? .expired,
            ground: try row.textIfAny(5).flatMap { ErasureGround(rawValue: $0) }, receivedAt: try row.instant(6),
            dueAt: try row.instant(7), extendedAt: try row.instantIfAny(8), requestedBy: try row.text(9),
            approvedAt: try row.instantIfAny(10), closedAt: try row.instantIfAny(11), counts: try row.textIfAny(12),
            certificate: try row.textIfAny(13))
    }
}

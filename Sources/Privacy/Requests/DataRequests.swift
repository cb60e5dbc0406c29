package import Database
package import Values

/// Requests of one tenant, as rows.
package struct DataRequests: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// Takes a request in; its clock starts now.
    /// - Throws: `conflict` naming the open request of the same kind, if the person has one (GDPR-DSR-11);
    ///   `unprocessable` for an erasure without a ground.
    package func receive(
        _ kind: DataRequestKind, person: UUID16, ground: ErasureGround? = nil, by author: String, world: World,
        in tx: Transaction
    ) throws -> DataRequest {
        guard kind != .erasure || ground != nil else {
            throw ServiceError(.unprocessable, "An erasure names its ground (GDPR art. 17(1)).")
        }
        if let open = try openRequest(kind, person: person, in: tx) {
            throw ServiceError(
                .conflict, "There is an open request of this kind: \(open.number).",
                faults: [.init("number", open.number)])
        }
        let now = world.now()
        let id = world.newID()
        let inserted = try tx.execute(
            """
            insert into data_request (tenant, id, number, kind, person, state, ground, received_at, due_at,
                requested_by)
            values (\(tenant), \(id), \(try nextNumber(now, in: tx)), \(kind.rawValue), \(person), 'received',
                \(ground?.rawValue), \(now), \(DueDate.of(receivedAt: now)), \(author))
            on conflict (tenant, number) do nothing
            """)
        guard inserted == 1 else {
            throw ServiceError(.conflict, "Another request is being taken in. Please try again.", retryAfter: 1)
        }
        try record(id, .received, by: author, reason: nil, now: now, in: tx)
        return try existing(id, in: tx)
    }

    /// Moves a request on.
    /// - Throws: `conflict` for a step that isn't there; `unprocessable` for a refusal without a reason (art. 12(4)).
    @discardableResult
    package func move(
        _ id: UUID16, to state: DataRequestState, by author: String, reason: String? = nil, now: Instant,
        in tx: Transaction
    ) throws -> DataRequest {
        let request = try existing(id, in: tx)
        guard request.state.mayBecome(state) else {
            throw ServiceError(
                .conflict, "A request can't go from \(request.state.rawValue) to \(state.rawValue).")
        }
        if state == .refused, reason?.contains(where: { !$0.isWhitespace }) != true {
            throw ServiceError(.unprocessable, "A refusal needs a reason.")
        }
        let closed = state.isClosed ? now : nil
        let approved = state == .approved ? now : request.approvedAt
        try tx.execute(
            """
            update data_request set state = \(state.rawValue), closed_at = \(closed), approved_at = \(approved)
            where tenant = \(tenant) and id = \(id)
            """)
        try record(id, state, by: author, reason: reason, now: now, in: tx)
        return try existing(id, in: tx)
    }

    /// Extends the due date by one or two months (art. 12(3)).
    @discardableResult
    package func extend(
        _ id: UUID16, months: Int, reason: String, by author: String, now: Instant, in tx: Transaction
    ) throws -> DataRequest {
        let request = try existing(id, in: tx)
        guard !request.state.isClosed, request.extendedAt == nil else {
            throw ServiceError(.conflict, "The request is closed, or was extended already.")
        }
        let due = try DueDate.extended(receivedAt: request.receivedAt, by: months, reason: reason, now: now)
        try tx.execute(
            "update data_request set due_at = \(due), extended_at = \(now) where tenant = \(tenant) and id = \(id)")
        try record(id, request.state, by: author, reason: reason, now: now, in: tx)
        return try existing(id, in: tx)
    }

    func openRequest(_ kind: DataRequestKind, person: UUID16, in tx: Transaction) throws -> DataRequest? {
        try tx.row(
            Self.selection + """
                where tenant = \(tenant) and person = \(person) and kind = \(kind.rawValue) and closed_at is null
                """
        ).map(decode)
    }

    func record(
        _ id: UUID16, _ state: DataRequestState, by author: String, reason: String?, now: Instant, in tx: Transaction
    ) throws {
        try tx.execute(
            """
            insert into data_request_event (tenant, request, state, changed_by, reason, changed_at)
            values (\(tenant), \(id), \(state.rawValue), \(author), \(reason), \(now))
            """)
    }

    private func nextNumber(_ now: Instant, in tx: Transaction) throws -> String {
        let year = now.civil.year
        let start = Instant(unixSeconds: Int64(daysSinceEpoch(year: year, month: 1, day: 1)) * 86_400)
        let row = try tx.row(
            "select count(*) from data_request where tenant = \(tenant) and received_at >= \(start)")
        let number = String((try row?.int(0) ?? 0) + 1)
        return "DR-\(year)-" + String(repeating: "0", count: max(0, 4 - number.count)) + number
    }
}

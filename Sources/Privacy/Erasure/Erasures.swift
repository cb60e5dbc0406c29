package import Database
package import JSON
package import PersonalData
package import Values

/// The steps of an erasure: what would go, who agrees, and the erasure itself.
package struct Erasures: Sendable {
    private let requests: DataRequests
    private let policy: ErasurePolicy
    private var tenant: TenantID { requests.tenant }

    package init(_ tenant: TenantID, policy: ErasurePolicy) {
        requests = DataRequests(tenant)
        self.policy = policy
    }

    /// Keeps the dry run's counts and puts the request before its approvers. Earlier approvals don't count any more.
    package func present(
        _ counts: ErasureCount, _ id: UUID16, by author: String, now: Instant, in tx: Transaction
    ) throws -> DataRequest {
        let request = try requests.existing(id, in: tx)
        if request.state != .review {
            try requests.move(id, to: .review, by: author, reason: "dry run", now: now, in: tx)
        }
        try tx.execute(
            """
            update data_request set counts = \(counts.node.text) where tenant = \(tenant) and id = \(id)
            """)
        try tx.execute("delete from data_request_approval where tenant = \(tenant) and request = \(id)")
        return try requests.existing(id, in: tx)
    }

    /// One approval of one staff user; the last one needed approves the request.
    /// - Throws: `conflict` before the dry run, or for a second approval of the same user.
    package func approve(_ id: UUID16, by approver: String, now: Instant, in tx: Transaction) throws -> DataRequest {
        let request = try requests.existing(id, in: tx)
        guard request.kind == .erasure, request.state == .review, request.counts != nil else {
            throw ServiceError(.conflict, "Only an erasure whose dry run was looked at can be approved.")
        }
        let added = try tx.execute(
            """
            insert into data_request_approval (tenant, request, approver, approved_at)
            values (\(tenant), \(id), \(approver), \(now)) on conflict (tenant, request, approver) do nothing
            """)
        guard added == 1 else { throw ServiceError(.conflict, "The approval of a second person is needed.") }
        let approvers = try approvers(id, in: tx)
        if approvers.count >= policy.approvals {
            return try requests.move(id, to: .approved, by: approver, now: now, in: tx)
        }
        try requests.record(id, .review, by: approver, reason: "approved by one", now: now, in: tx)
        return request
    }

    /// Those who approved, in order of time.
    package func approvers(_ id: UUID16, in tx: Transaction) throws -> [String] {
        try tx.rows(
            """
            select approver from data_request_approval where tenant = \(tenant) and request = \(id)
            order by approved_at, approver
            """
        ).map { try $0.text(0) }
    }

    /// Checks everything that must be there, then erases through all registered erasers and cuts the request's own
    /// tie to the person. All of it in the caller's transaction.
    /// - Throws: `conflict` with every obstacle.
    package func execute(
        _ id: UUID16, person: PersonReference, confirmation: String, registry: PersonalDataRegistry, now: Instant,
        in tx: Transaction
    ) throws -> ErasureFacts {
        let request = try requests.existing(id, in: tx)
        let approvers = try approvers(id, in: tx)
        let faults = policy.obstacles(to: request, approvers: approvers, confirmation: confirmation, now: now)
        guard faults.isEmpty else { throw ServiceError(.conflict, "The erasure can't happen now.", faults: faults) }
        guard request.person == person.person else {
            throw ServiceError(.internalError, "The erasure was called for another person.")
        }
        let counts = try registry.erase(person, in: tx, at: now)
        return ErasureFacts(request: request, approvers: approvers, executedAt: now, counts: counts)
    }

    /// Closes the request and keeps its certificate.
    package func close(
        _ id: UUID16, certificate: String, by author: String, now: Instant, in tx: Transaction
    ) throws -> DataRequest {
        try requests.move(id, to: .done, by: author, now: now, in: tx)
        try tx.execute(
            """
            update data_request set person = null, certificate = \(certificate)
            where tenant = \(tenant) and id = \(id)
            """)
        return try requests.existing(id, in: tx)
    }
}

extension ErasureCount {
    /// `[{"table": …, "action": …, "rows": …}]`, in order of table.
    package var node: JSONNode {
        .array(
            lines.map { line in
                [
                    "table": .string(line.table), "action": .string(line.action.rawValue), "rows": .number(line.rows),
                ]
            })
    }
}

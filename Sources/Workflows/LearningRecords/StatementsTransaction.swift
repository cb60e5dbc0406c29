import Access
import Content
import Database
import LearningRecords
import Values
import XAPI

/// What happens in the transaction that stores the statements of one or more requests of one tenant.
struct StatementsTransaction: Sendable {
    private let services: Services
    private let access: RecordsAccess

    init(_ services: Services, _ access: RecordsAccess) {
        self.services = services
        self.access = access
    }

    /// - Returns: for each request when its statements were stored, or why none of them is.
    /// - Throws: what makes the whole transaction fail; the only request's refusal too.
    func run(_ requests: [StatementRequest], in tx: Transaction) throws -> [Result<Instant, any Error>] {
        guard let tenant = requests.first?.principal.tenant else { return [] }
        let stored = try services.storedClock.start(tenant, in: tx)
        let refusals = try refusals(of: requests, in: tx, now: stored)
        if requests.count == 1, let refusal = refusals[0] { throw refusal }
        let admitted = zip(requests, refusals).compactMap { $1 == nil ? $0 : nil }
        _ = try record(admitted.flatMap(\.statements), tenant: tenant, in: tx, stored)
        for request in admitted {
            try request.attached?.record(request.statements.map(\.id), tenant, in: tx, stored)
            try request.news.store(tenant, in: tx, stored)
            try FetchMetadata(services).note(request.statements.map(\.statement), tenant, in: tx, stored)
        }
        try audit(admitted, in: tx, stored)
        return refusals.map { refusal in refusal.map { .failure($0) } ?? .success(stored) }
    }

    /// Stores statements with what follows from them. One that is there already has had its consequences: a repeat may
    /// name another `timestamp` and still be the same statement (1.0.3 Data §2.3.1), and changes nothing.
    func record(
        _ statements: [IncomingStatement], tenant: TenantID, in tx: Transaction, _ stored: Instant
    ) throws -> [AppendOutcome] {
        let store = services.statements(of: tenant)
        let outcomes = try store.append(together: statements, in: tx, stored: stored)
        let fresh = zip(statements, outcomes).compactMap { $1 == .stored ? $0 : nil }
        try StatementsConsequences(services, store).follow(fresh, in: tx, stored)
        return outcomes
    }

    /// Nothing that these checks do has to be undone for one request alone; a session's refusal is thrown.
    private func refusals(
        of requests: [StatementRequest], in tx: Transaction, now: Instant
    ) throws -> [ServiceError?] {
        var refusals: [ServiceError?] = []
        var confirmed: Set<XAPIPrincipal> = []
        for request in requests {
            do {
                if confirmed.insert(request.principal).inserted {
                    try access.confirm(request.principal, in: tx, now: now)
                }
                try refuseVoidingOfVoiding(request, in: tx)
                refusals.append(nil)
            } catch let refusal as ServiceError where refusal.code != .unavailable {
                confirmed.remove(request.principal)
                refusals.append(refusal)
            }
        }
        for place in try erased(requests, in: tx) {
            refusals[place] = ServiceError(.conflict, "A statement names a person whose data was erased.")
        }
        for (place, request) in requests.enumerated() where refusals[place] == nil {
            if case .session(let session) = request.principal { try admit(request, session, in: tx) }
        }
        return refusals
    }

    private func admit(_ request: StatementRequest, _ principal: SessionPrincipal, in tx: Transaction) throws {
        // The service's own clock, by which sessions are opened and closed, not the database's.
        let now = services.world.now()
        try SessionBorder(services).check(session: principal.session, tenant: principal.tenant, in: tx, now: now)
        _ = try ContentSessions().admit(
            request.statements.map(\.statement), session: principal.session, tenant: principal.tenant, now: now,
            in: tx)
    }

    /// The places of requests that name somebody who was erased. A session's own learner isn't looked up: there is no
    /// session of anybody who was erased.
    private func erased(_ requests: [StatementRequest], in tx: Transaction) throws -> Set<Int> {
        let named = requests.map { request in
            let agents = request.statements.flatMap { $0.statement.agents.compactMap(\.identifier) }
            guard case .session(let session) = request.principal else { return agents }
            let own = services.actors(of: session.actor)
            return agents.filter { !own.contains($0) }
        }
        return try ErasedPeople(services, requests[0].principal.tenant).places(among: named, in: tx)
    }

    func namesErased(_ incoming: IncomingStatement, _ tenant: TenantID, in tx: Transaction) throws -> Bool {
        let agents = incoming.statement.agents.compactMap(\.identifier)
        return try !ErasedPeople(services, tenant).places(among: [agents], in: tx).isEmpty
    }

    /// 1.0.3 Data §2.3.2 asks to refuse it when the target is known; in 2.0 it is stored without effect.
    private func refuseVoidingOfVoiding(_ request: StatementRequest, in tx: Transaction) throws {
        for incoming in request.statements where incoming.statement.isVoiding && incoming.statement.version == .v1 {
            let store = services.statements(of: request.principal.tenant)
            guard let target = incoming.statement.referredStatement, let found = try store.find(target, in: tx),
                try StoredStatement.read(found.body).isVoiding
            else { continue }
            throw ServiceError(.invalid, "The statement \(target) voids another one and can't be voided.")
        }
    }

    /// One line for each sender (design D18).
    private func audit(_ requests: [StatementRequest], in tx: Transaction, _ now: Instant) throws {
        for (principal, own) in Dictionary(grouping: requests, by: \.principal) {
            let (actor, person) = principal.auditActor
            let event = AuditEvent(
                tenant: principal.tenant, actor: actor, verb: "statements.record", objectKind: "statement",
                objectID: own.lazy.compactMap { $0.statements.first?.id.description }.first ?? "", person: person,
                count: own.reduce(0) { $0 + $1.statements.count })
            try AuditLog.append(event, in: tx, at: now)
        }
    }
}

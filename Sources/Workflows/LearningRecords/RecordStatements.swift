package import Access
import Content
import Cryptography
package import Database
package import JSON
package import LearningRecords
package import Values
package import XAPI

/// A request's statements, not yet looked at.
package struct StatementSubmission: Sendable {
    package var body: [UInt8]
    /// The id that a PUT gives; nil for POST.
    package var id: UUID16?
    package var version: XAPIVersion
    /// The data that came along; nil for a request in plain JSON.
    package var attachments: [ReceivedAttachment]?

    package init(
        body: [UInt8], id: UUID16? = nil, version: XAPIVersion, attachments: [ReceivedAttachment]? = nil
    ) {
        self.body = body
        self.id = id
        self.version = version
        self.attachments = attachments
    }
}

/// Takes statements in: checks the right and every statement, then stores all of them or none, with what follows from
/// them, in one transaction (design §1, step 7).
package struct RecordStatements: Sendable {
    let services: Services
    private let access: RecordsAccess
    private let definitions: KnownDefinitions
    private let names: KnownNames

    package init(
        _ services: Services, access: RecordsAccess? = nil, definitions: KnownDefinitions = KnownDefinitions(),
        names: KnownNames = KnownNames()
    ) {
        self.services = services
        self.access = access ?? RecordsAccess(services)
        self.definitions = definitions
        self.names = names
    }

    /// What statements say beside what happened, as far as it may not be known yet.
    struct News: Sendable {
        var definitions: [KnownDefinitions.News]
        var names: [KnownNames.News]
    }

    /// - Returns: the ids, in the order of the statements.
    /// - Throws: `invalid` with every fault of every statement, `forbidden`, `conflict`.
    package func run(_ submission: StatementSubmission, by principal: XAPIPrincipal) async throws -> [UUID16] {
        let rights = RecordsRights(principal, services)
        try rights.requireStatementWriting()
        let statements = try StatementsIntake(services, rights).read(submission)
        if statements.contains(where: \.statement.isVoiding) { try rights.requireVoiding() }
        guard !statements.isEmpty else { return [] }
        let attached = try await keepAttached(submission, statements, principal.tenant)
        let news = try news(of: statements, by: principal, mayDefine: rights.mayDefine)
        try await write(statements, attached, news, by: principal)
        remember(news, principal.tenant)
        return statements.map(\.id)
    }

    /// Whether the principal may write at all: to be asked before data is taken to the disk.
    package func requireWriting(by principal: XAPIPrincipal) throws {
        try RecordsRights(principal, services).requireStatementWriting()
    }

    /// Puts the data that came along where it stays, before anything speaks of it. Nil when there is none.
    private func keepAttached(
        _ submission: StatementSubmission, _ statements: [IncomingStatement], _ tenant: TenantID
    ) async throws -> AttachedData? {
        guard statements.contains(where: { !$0.statement.attachments.isEmpty }) else { return nil }
        let (files, now) = (services.attachmentFiles, services.world.now())
        return try await offPool {
            let attached = try AttachedData(statements, submission.attachments, now: now)
            try attached.keep(in: files, tenant)
            return attached
        }
    }

    private func write(
        _ statements: [IncomingStatement], _ attached: AttachedData?, _ news: News, by principal: XAPIPrincipal
    ) async throws {
        do {
            try await services.database.write { tx in
                try store(statements, attached, news, by: principal, in: tx)
            }
        } catch let error as ServiceError {
            if case .session(let session) = principal, error.code == .forbidden {
                try await services.database.write { tx in
                    try ContentSessions().noteRefused(
                        statements.count, session: session.session, tenant: session.tenant, in: tx)
                }
            }
            throw error
        }
    }

    private func store(
        _ statements: [IncomingStatement], _ attached: AttachedData?, _ news: News, by principal: XAPIPrincipal,
        in tx: Transaction
    ) throws {
        let stored = try StoredClock.start(principal.tenant, in: tx, world: services.world)
        try access.confirm(principal, in: tx, now: stored)
        try admit(statements, by: principal, in: tx)
        let outcomes = try record(statements, tenant: principal.tenant, in: tx, stored)
        try attached?.record(zip(statements, outcomes).map { ($0.id, $1) }, principal.tenant, in: tx, stored)
        try store(news, principal.tenant, in: tx, stored)
        try FetchMetadata(services).note(statements.map(\.statement), principal.tenant, in: tx, stored)
        try AuditLog.append(Self.event(statements, by: principal), in: tx, at: stored)
    }

    /// Stores statements that the service makes itself, in the caller's transaction, by the same way as others.
    /// - Parameter statements: JSON objects, each with an id of its own.
    package func append(
        service statements: [JSONNode], tenant: TenantID, in tx: Transaction, now: Instant
    ) throws {
        let own = try statements.map { try StatementsIntake.own($0, services) }
        let stored = try StoredClock.start(tenant, in: tx, world: services.world)
        try record(own, tenant: tenant, in: tx, stored)
    }

    @discardableResult
    func record(
        _ statements: [IncomingStatement], tenant: TenantID, in tx: Transaction, _ stored: Instant
    ) throws -> [AppendOutcome] {
        let store = services.statements(of: tenant)
        let outcomes = try store.append(statements, in: tx, stored: stored)
        try StatementsConsequences(services, store).follow(statements, in: tx, stored)
        return outcomes
    }

    private func admit(
        _ statements: [IncomingStatement], by principal: XAPIPrincipal, in tx: Transaction
    ) throws {
        switch principal {
        case .session(let session):
            // The service's own clock, by which sessions are opened and closed, not the database's.
            let now = services.world.now()
            try SessionBorder(services).check(session: session.session, tenant: session.tenant, in: tx, now: now)
            _ = try ContentSessions().admit(
                statements.map(\.statement), session: session.session, tenant: session.tenant, now: now, in: tx)
        case .client: try refuseErased(statements, principal.tenant, in: tx)
        }
        try refuseVoidingOfVoiding(statements, principal.tenant, in: tx)
    }

    /// Erased people don't come back by a statement that is sent again (traps 25).
    private func refuseErased(
        _ statements: [IncomingStatement], _ tenant: TenantID, in tx: Transaction
    ) throws {
        let identifiers = Set(statements.flatMap { $0.statement.agents.compactMap(\.identifier) })
        if try isAnyErased(identifiers, tenant, in: tx) {
            throw ServiceError(.conflict, "A statement names a person whose data was erased.")
        }
    }

    func namesErased(_ incoming: IncomingStatement, _ tenant: TenantID, in tx: Transaction) throws -> Bool {
        try isAnyErased(Set(incoming.statement.agents.compactMap(\.identifier)), tenant, in: tx)
    }

    private func isAnyErased(
        _ identifiers: Set<AgentIdentifier>, _ tenant: TenantID, in tx: Transaction
    ) throws -> Bool {
        let people = People(vault: services.vault, world: services.world)
        return try identifiers.contains { try people.erasure(of: personIdentifier($0), tenant, in: tx) != nil }
    }

    private func personIdentifier(_ agent: AgentIdentifier) -> PersonIdentifier {
        if case .account(services.settings.publicURL, let name) = agent { return .account(name) }
        return .agent(ifi: agent.canonical)
    }

    /// 1.0.3 Data §2.3.2 asks to refuse it when the target is known; in 2.0 it is stored without effect.
    private func refuseVoidingOfVoiding(
        _ statements: [IncomingStatement], _ tenant: TenantID, in tx: Transaction
    ) throws {
        let store = services.statements(of: tenant)
        for incoming in statements where incoming.statement.isVoiding && incoming.statement.version == .v1 {
            guard let target = incoming.statement.referredStatement, let found = try store.find(target, in: tx),
                try StoredStatement.read(found.body).isVoiding
            else { continue }
            throw ServiceError(.invalid, "The statement \(target) voids another one and can't be voided.")
        }
    }

    func news(
        of statements: [IncomingStatement], by principal: XAPIPrincipal, mayDefine: Bool
    ) throws -> News {
        let (tenant, valid) = (principal.tenant, statements.map(\.statement))
        return News(
            definitions: mayDefine ? definitions.unknown(in: valid, tenant) : [],
            names: try names.unknown(in: valid, tenant, services.vault))
    }

    func store(_ news: News, _ tenant: TenantID, in tx: Transaction, _ now: Instant) throws {
        try KnownDefinitions.store(news.definitions, tenant, in: tx, now)
        try KnownNames.store(news.names, tenant, in: tx, now)
    }

    /// To be called once they are committed.
    func remember(_ news: News, _ tenant: TenantID) {
        definitions.remember(news.definitions)
        names.remember(news.names, tenant)
    }

    private static func event(_ statements: [IncomingStatement], by principal: XAPIPrincipal) -> AuditEvent {
        let (actor, person) = principal.auditActor
        return AuditEvent(
            tenant: principal.tenant, actor: actor, verb: "statements.record", objectKind: "statement",
            objectID: statements.first?.id.description ?? "", person: person, count: statements.count)
    }
}

extension XAPIPrincipal {
    /// Who stands in the audit log, and whose data it was where that is one person.
    var auditActor: (AuditActor, UUID16?) {
        switch self {
        case .client(let client): (.client(client.id), nil)
        case .session(let session): (.person(session.person), session.person)
        }
    }
}

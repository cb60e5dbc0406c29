package import Access
import Content
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
    let transaction: StatementsTransaction
    private let gathering: StatementGathering
    private let definitions: KnownDefinitions
    private let names: KnownNames
    private let bound: ConsistencyBound?

    /// - Parameter bound: is told of what was stored.
    package init(
        _ services: Services, access: RecordsAccess? = nil, definitions: KnownDefinitions = KnownDefinitions(),
        names: KnownNames = KnownNames(), bound: ConsistencyBound? = nil
    ) {
        self.services = services
        let transaction = StatementsTransaction(services, access ?? RecordsAccess(services))
        self.transaction = transaction
        gathering = StatementGathering(services.database) { try transaction.run($0, in: $1) }
        self.definitions = definitions
        self.names = names
        self.bound = bound
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
        let valid = statements.map(\.statement)
        let news = StatementsNews(
            definitions: rights.mayDefine ? definitions.unknown(in: valid, principal.tenant) : [],
            names: try names.unknown(in: valid, principal.tenant, services.vault))
        let request = StatementRequest(
            statements: statements, attached: attached, news: news, principal: principal,
            bytes: submission.body.count)
        let stored = try await store(request)
        bound?.note(stored, of: principal.tenant)
        definitions.remember(news.definitions)
        names.remember(news.names, principal.tenant)
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

    private func store(_ request: StatementRequest) async throws -> Instant {
        do {
            return try await gathering.store(request)
        } catch let error as ServiceError {
            if case .session(let session) = request.principal, error.code == .forbidden {
                try await services.database.write { tx in
                    try ContentSessions().noteRefused(
                        request.statements.count, session: session.session, tenant: session.tenant, in: tx)
                }
            }
            throw error
        }
    }

    /// Stores statements that the service makes itself, in the caller's transaction, by the same way as others.
    /// - Parameter statements: JSON objects, each with an id of its own.
    package func append(
        service statements: [JSONNode], tenant: TenantID, in tx: Transaction, now: Instant
    ) throws {
        let own = try statements.map { try StatementsIntake.own($0, services) }
        let stored = try services.storedClock.start(tenant, in: tx)
        _ = try transaction.record(own, tenant: tenant, in: tx, stored)
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

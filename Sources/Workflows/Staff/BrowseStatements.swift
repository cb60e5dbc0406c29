package import Access
import Cohorts
import Database
import JSON
package import LearningRecords
package import Values
package import XAPI

/// What staff look for among the statements; everything that is set must be met.
package struct StatementSearch: Sendable {
    package var agent: AgentIdentifier?
    package var verb: String?
    package var activity: String?
    package var registration: UUID16?
    package var since: Instant?
    package var until: Instant?
    /// Goes on behind this one.
    package var after: StatementPosition?

    package init() {}
}

/// One statement with what it stands for.
package struct BrowsedStatement: Sendable {
    package var statement: StoredStatement
    /// The voiding statement, where there is one.
    package var voidedBy: UUID16?
    package var isVoiding: Bool
    package var enrolment: UUID16?
    /// Titles of the lessons whose state it is evidence for.
    package var lessons: [String]
    /// The statements that its reference leads to, one after the other.
    package var chain: [UUID16] = []
    /// The statements that refer to it.
    package var referring: [UUID16] = []
    /// What was found of its signatures when it came: `trusted`, `unknown`, `expired` … (LRS-SIG-08).
    package var signatures: [String] = []
    /// The data that came along.
    package var attachments: [HeldAttachment] = []

    /// Whether staff may void it: once, and never a voiding one (1.0.3 Data §2.3.2).
    package var mayBeVoided: Bool { voidedBy == nil && !isVoiding }
}

/// Statements as administrators read them; every reading is recorded.
package struct BrowseStatements: Sendable {
    package static let pageSize = 25
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The latest first, voided ones left out.
    package func list(_ search: StatementSearch, by principal: StaffPrincipal) async throws -> StatementPage {
        try principal.require(.exportStatements)
        let (store, now) = (services.statements(of: principal.tenant), services.world.now())
        let filter = filter(search)
        let page = try await services.database.read { tx in
            try store.page(filter, after: search.after, limit: Self.pageSize, byteLimit: 4 << 20, in: tx)
        }
        try await services.database.write { tx in
            try AuditLog.append(
                event("statements.browse", principal, count: page.bodies.count), in: tx, at: now)
        }
        return page
    }

    /// - Throws: `notFound`.
    package func one(_ id: UUID16, by principal: StaffPrincipal) async throws -> BrowsedStatement {
        try principal.require(.exportStatements)
        let (store, now) = (services.statements(of: principal.tenant), services.world.now())
        return try await services.database.write { tx in
            guard let found = try store.find(id, in: tx) else {
                throw ServiceError(.notFound, "There is no such statement.")
            }
            try AuditLog.append(event("statement.read", principal, id), in: tx, at: now)
            let valid = try StoredStatement.read(found.body)
            let enrolment = try valid.registration.flatMap { try Enrolments(principal.tenant).find($0, in: tx) }
            let lessons = try enrolment.map {
                try Completions(principal.tenant).lessons(provedBy: id, enrolment: $0.id, in: tx)
            }
            var browsed = BrowsedStatement(
                statement: found, voidedBy: try store.voiding(of: id, in: tx), isVoiding: valid.isVoiding,
                enrolment: enrolment?.id, lessons: lessons ?? [])
            browsed.chain = try store.chain(from: id, in: tx)
            browsed.referring = try store.referring(to: id, in: tx)
            browsed.signatures = try AttachmentStore(principal.tenant).signatures(of: id, in: tx).map(\.finding)
            browsed.attachments = try HeldAttachments(services, principal.tenant).of([found.body], in: tx)
            return browsed
        }
    }

    /// The statement as it is stored, for a download.
    /// - Throws: `notFound`.
    package func download(_ id: UUID16, by principal: StaffPrincipal) async throws -> [UInt8] {
        try principal.require(.exportStatements)
        let (store, now) = (services.statements(of: principal.tenant), services.world.now())
        return try await services.database.write { tx in
            guard let found = try store.find(id, in: tx) else {
                throw ServiceError(.notFound, "There is no such statement.")
            }
            try AuditLog.append(event("statement.download", principal, id), in: tx, at: now)
            return found.body
        }
    }

    private func filter(_ search: StatementSearch) -> StatementFilter {
        var filter = StatementFilter()
        if let agent = search.agent {
            filter.require(agentHash: services.vault.agentKey(agent.canonical), isRelated: true)
        }
        if let verb = search.verb { filter.require(verb: verb) }
        if let activity = search.activity { filter.require(activity: activity, isRelated: true) }
        if let registration = search.registration { filter.require(registration: registration) }
        filter.since = search.since
        filter.until = search.until
        return filter
    }

    private func event(
        _ verb: String, _ principal: StaffPrincipal, _ id: UUID16? = nil, count: Int = 1
    ) -> AuditEvent {
        AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user), verb: verb, objectKind: "statement",
            objectID: id?.description ?? "", count: count)
    }
}

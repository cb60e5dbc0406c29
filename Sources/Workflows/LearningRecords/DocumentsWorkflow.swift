package import Access
import CMI5
import Content
import Database
package import LearningRecords
package import Values
package import XAPI

/// What a request says a document belongs to.
package struct DocumentOwner: Sendable {
    package var resource: DocumentResource
    package var activity: String?
    package var agent: AgentIdentifier?
    package var registration: UUID16?

    package init(
        resource: DocumentResource, activity: String? = nil, agent: AgentIdentifier? = nil,
        registration: UUID16? = nil
    ) {
        self.resource = resource
        self.activity = activity
        self.agent = agent
        self.registration = registration
    }
}

/// Reads and changes documents within the caller's rights; each change is one transaction with its audit line.
package struct DocumentsWorkflow: Sendable {
    private let services: Services
    private let access: RecordsAccess

    package init(_ services: Services, access: RecordsAccess? = nil) {
        self.services = services
        self.access = access ?? RecordsAccess(services)
    }

    /// - Throws: `notFound`.
    package func find(_ id: String, of owner: DocumentOwner, by principal: XAPIPrincipal) async throws -> Document {
        let found = try await read(id, owner, by: principal) { tx, store, context in
            try store.find(id, of: context, in: tx)
        }
        try await noteReading(id, owner, by: principal)
        guard let found else { throw ServiceError(.notFound, "There is no such document.") }
        return found
    }

    package func list(
        _ owner: DocumentOwner, since: Instant?, by principal: XAPIPrincipal
    ) async throws -> [DocumentEntry] {
        try await read(nil, owner, by: principal) { tx, store, context in
            try store.list(context, since: since, in: tx)
        }
    }

    /// PUT or POST.
    /// - Parameter limit: how many bytes a merged document may have.
    package func change(
        _ change: DocumentCondition.Change, _ id: String, of owner: DocumentOwner, to content: DocumentContent,
        if condition: DocumentCondition, limit: Int = .max, by principal: XAPIPrincipal
    ) async throws {
        let services = services
        try await write(by: principal, "document.write") { tx, store, now in
            let context = try DocumentsRights(principal, services)
                .check(.write, id, owner, content: content, in: tx, now: now)
            if change == .post {
                try store.post(content, as: id, of: context, if: condition, limit: limit, in: tx, now: now)
            } else {
                try store.put(content, as: id, of: context, if: condition, in: tx, now: now)
            }
        }
    }

    /// - Parameter id: nil for all documents of a state's owner.
    package func delete(
        _ id: String?, of owner: DocumentOwner, if condition: DocumentCondition, by principal: XAPIPrincipal
    ) async throws {
        let services = services
        try await write(by: principal, "document.delete") { tx, store, now in
            let context = try DocumentsRights(principal, services).check(.delete, id, owner, in: tx, now: now)
            if let id {
                try store.delete(id, of: context, if: condition, in: tx)
            } else {
                try store.deleteAll(context, in: tx)
            }
        }
    }

    private func read<Value: Sendable>(
        _ id: String?, _ owner: DocumentOwner, by principal: XAPIPrincipal,
        _ body: @escaping @Sendable (Transaction, DocumentStore, DocumentContext) throws -> Value
    ) async throws -> Value {
        let (services, access) = (services, access)
        return try await services.database.read { tx in
            let now = services.world.now()
            try access.confirm(principal, in: tx, now: now)
            let context = try DocumentsRights(principal, services).check(.read, id, owner, in: tx, now: now)
            return try body(tx, DocumentStore(principal.tenant), context)
        }
    }

    /// cmi5 wants the learner's preferences read before the AU says `initialized` (cmi5 §11).
    private func noteReading(_ id: String, _ owner: DocumentOwner, by principal: XAPIPrincipal) async throws {
        guard case .session(let session) = principal, session.isCMI5, owner.resource == .agentProfile,
            id == LearnerPreferences.profileID
        else { return }
        try await services.database.write { tx in
            try ContentSessions().notePreferencesRead(session: session.session, tenant: session.tenant, in: tx)
        }
    }

    private func write(
        by principal: XAPIPrincipal, _ verb: String,
        _ body: @escaping @Sendable (Transaction, DocumentStore, Instant) throws -> Void
    ) async throws {
        let (services, access) = (services, access)
        try await services.database.write { tx in
            let now = tx.startedAt
            try access.confirm(principal, in: tx, now: now)
            try body(tx, DocumentStore(principal.tenant), now)
            let (actor, person) = principal.auditActor
            let event = AuditEvent(
                tenant: principal.tenant, actor: actor, verb: verb, objectKind: "document", person: person)
            try AuditLog.append(event, in: tx, at: now)
        }
    }
}

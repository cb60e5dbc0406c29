import Access
import CMI5
import Content
import Database
import LearningRecords
import Values

/// Which documents a principal may read and change. A cmi5 session is held to cmi5's rules; a session of another
/// package to its learner, whose states are kept under the session's registration whether it names one or not.
struct DocumentsRights {
    private let rights: RecordsRights
    private let services: Services

    init(_ principal: XAPIPrincipal, _ services: Services) {
        rights = RecordsRights(principal, services)
        self.services = services
    }

    /// What the documents belong to, if they may be reached.
    /// - Parameters:
    ///   - id: nil for all documents of the owner.
    ///   - content: of a write.
    /// - Throws: `forbidden`; `conflict` for a write about somebody who was erased.
    func check(
        _ access: SessionDocumentRules.Access, _ id: String?, _ owner: DocumentOwner,
        content: DocumentContent? = nil, in tx: Transaction, now: Instant
    ) throws -> DocumentContext {
        switch rights.principal {
        case .client(let client):
            try checkClient(client.scopes, access, owner.resource)
            if access == .write, let agent = owner.agent {
                try ErasedPeople(services, rights.principal.tenant).refuse(agent, in: tx)
            }
            return context(owner)
        case .session(let principal):
            let sessions = ContentSessions()
            guard let session = try sessions.find(principal.session, tenant: principal.tenant, in: tx) else {
                throw ServiceError(.unauthenticated, "The session is over.")
            }
            if principal.isCMI5 {
                try checkCMI5(session, access, id, owner, content)
            } else {
                try checkPackage(principal, access, owner)
            }
            var owner = owner
            if owner.resource == .state, !principal.isCMI5 { owner.registration = principal.registration }
            return context(owner)
        }
    }

    private func checkClient(
        _ scopes: XAPIScopes, _ access: SessionDocumentRules.Access, _ resource: DocumentResource
    ) throws {
        let isAllowed =
            switch (resource, access) {
            case (.state, .read): scopes.mayReadState
            case (.state, _): scopes.mayWriteState
            case (_, .read): scopes.mayReadProfiles
            default: scopes.mayWriteProfiles
            }
        try rights.require(isAllowed, "\(access.rawValue) such documents")
    }

    private func checkCMI5(
        _ session: ContentSession, _ access: SessionDocumentRules.Access, _ id: String?, _ owner: DocumentOwner,
        _ content: DocumentContent?
    ) throws {
        let rules = SessionDocumentRules(terms: session.terms)
        let violation =
            switch owner.resource {
            case .state:
                rules.violation(
                    state: access, stateID: id, activityID: owner.activity ?? "", agent: owner.agent,
                    registration: owner.registration)
            case .agentProfile:
                rules.violation(
                    agentProfile: access, profileID: id, agent: owner.agent,
                    body: content.map { (contentType: $0.type, bytes: $0.bytes) })
            case .activityProfile: rules.violation(activityProfile: access, activityID: owner.activity ?? "")
            }
        guard let violation else { return }
        throw ServiceError(
            .forbidden, "\(violation.message) (\(violation.rule))", faults: [.init(violation.rule, violation.message)])
    }

    private func checkPackage(
        _ session: SessionPrincipal, _ access: SessionDocumentRules.Access, _ owner: DocumentOwner
    ) throws {
        if let agent = owner.agent { try rights.require(rights.isOwn(agent, session), "reach that agent's documents") }
        if owner.resource == .activityProfile { try rights.require(access == .read, "change activity profiles") }
        if let registration = owner.registration {
            try rights.require(registration == session.registration, "reach another registration's documents")
        }
    }

    private func context(_ owner: DocumentOwner) -> DocumentContext {
        let agent = owner.agent.map(rights.agentHash) ?? []
        switch owner.resource {
        case .state:
            return .state(activity: owner.activity ?? "", agent: agent, registration: owner.registration)
        case .activityProfile: return .profile(ofActivity: owner.activity ?? "")
        case .agentProfile: return .profile(ofAgent: agent)
        }
    }
}

package import Access
package import LearningRecords
package import Values
package import XAPI

/// What a principal may do in the LRS. A content session sees its own registration and actor, and changes no
/// definitions and no activity profiles; a client may do what its scopes say.
package struct RecordsRights: Sendable {
    let principal: XAPIPrincipal
    private let services: Services

    package init(_ principal: XAPIPrincipal, _ services: Services) {
        self.principal = principal
        self.services = services
    }

    var session: SessionPrincipal? {
        if case .session(let session) = principal { session } else { nil }
    }

    private var scopes: XAPIScopes? {
        if case .client(let client) = principal { client.scopes } else { nil }
    }

    func requireStatementWriting() throws { try require(scopes?.mayWriteStatements ?? true, "write statements") }

    /// Voiding takes a statement from everybody's sight, so that it needs more than the right to write.
    func requireVoiding() throws {
        try require(scopes.map { $0.mayWriteStatements && $0.mayDefine } ?? false, "void statements")
    }

    func requireStatementReading() throws { try require(scopes?.mayReadStatements ?? true, "read statements") }

    func requireObjectReading() throws { try require(scopes?.mayReadObjects ?? true, "read here") }

    /// A session asks for its own actor alone, which is checked apart.
    var mayReadAgentNames: Bool { scopes?.mayReadAgentNames ?? true }

    var mayDefine: Bool { scopes?.mayDefine ?? false }

    var mayKeepAuthority: Bool { scopes?.mayKeepAuthority ?? false }

    var mayMergeAgents: Bool { scopes?.mayMergeAgents ?? false }

    /// Restricts a filter to what the principal may see.
    func restrict(_ filter: inout StatementFilter) {
        if let session { filter.require(registration: session.registration) }
        if let scopes, !scopes.mayReadAllStatements { filter.authority = agentHash(authority) }
    }

    func maySee(_ statement: StoredStatement) throws -> Bool {
        if let session {
            return try StoredStatement.read(statement.body).registration == session.registration
        }
        guard let scopes else { return false }
        return scopes.mayReadAllStatements || statement.authority == agentHash(authority)
    }

    /// Whom the LRS names as the authority of the principal's statements (1.0.3 Data §2.4.9).
    var authority: AgentIdentifier {
        switch principal {
        case .client(let client): .account(homePage: services.settings.publicURL, name: client.id)
        case .session(let session): .account(homePage: services.settings.publicURL, name: "session-\(session.session)")
        }
    }

    func agentHash(_ identifier: AgentIdentifier) -> [UInt8] { services.vault.agentKey(identifier.canonical) }

    /// Whether an agent is the session's own actor, in either form in which packages are told it.
    func isOwn(_ agent: AgentIdentifier, _ session: SessionPrincipal) -> Bool {
        services.actors(of: session.actor).contains(agent)
    }

    func require(_ isAllowed: Bool, _ what: String) throws {
        guard isAllowed else { throw ServiceError(.forbidden, "These credentials may not \(what).") }
    }
}

extension Services {
    /// By which agents a person is known in statements that the service causes: an account, or an address for
    /// packages that understand nothing else.
    package func actors(of accountName: String) -> [AgentIdentifier] {
        let afterScheme = settings.publicURL.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first
        let host = afterScheme.map { $0.prefix { $0 != ":" } } ?? "localhost"
        return [
            .account(homePage: settings.publicURL, name: accountName), .mbox("mailto:\(accountName)@\(host)"),
        ]
    }

    /// The authority of statements that the service makes itself.
    package var ownAuthority: AgentIdentifier { .account(homePage: settings.publicURL, name: "lectern") }

    package var agentKeying: AgentKeying {
        let vault = vault
        return AgentKeying { vault.agentKey($0) }
    }

    package func statements(of tenant: TenantID) -> StatementStore {
        StatementStore(tenant, agentKey: agentKeying)
    }
}

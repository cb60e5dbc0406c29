package import Values
package import XAPI

/// A checked statement on its way into the store: all that doesn't depend on when it is stored.
package struct IncomingStatement: Sendable {
    package let id: UUID16
    package let statement: ValidStatement
    package let source: StatementFact.AuthorityKind
    /// Sixteen bytes, equal for statements that xAPI 1.0.3 part 2 §2.3.1 calls equal.
    let digest: [UInt8]
    /// Keyed hash of the authority's identifier.
    let authority: [UInt8]
    /// Each once, in order.
    let keys: [StatementKey]
    /// The statement's registration; of a session's statement without one, the session's (packages forget it).
    package let registration: UUID16?
    private let completed: @Sendable (Instant) -> [UInt8]

    /// - Parameters:
    ///   - id: the statement's own, or the one that was made for it.
    ///   - digest: at least sixteen bytes.
    ///   - authority: whom the LRS names as the authority.
    ///   - keepsAuthority: whether the statement's own authority stays, so that it is found by all whom that names.
    ///   - sessionRegistration: of the session that sent the statement.
    ///   - completed: the statement as it will be answered, given when it was stored.
    package init(
        id: UUID16, statement: ValidStatement, digest: [UInt8], authority: AgentIdentifier,
        source: StatementFact.AuthorityKind, keepsAuthority: Bool = false, sessionRegistration: UUID16? = nil,
        agentKey: AgentKeying,
        completed: @escaping @Sendable (Instant) -> [UInt8]
    ) {
        self.id = id
        self.statement = statement
        self.source = source
        self.digest = Array(digest.prefix(16))
        let authority = agentKey(authority.canonical)
        self.authority = authority
        self.registration = statement.registration ?? sessionRegistration
        var keys = StatementKeys(statement, authority: keepsAuthority ? nil : authority, agentKey: agentKey).found
        if let registration { keys.append(StatementKey(registration: registration)) }
        keys.sort()
        self.keys = keys.enumerated().filter { $0 == 0 || keys[$0 - 1] != $1 }.map(\.element)
        self.completed = completed
    }

    /// What completion rules read.
    package func fact(stored: Instant, isVoided: Bool) -> StatementFact {
        var fact = statement.fact(id: id, stored: stored, isVoided: isVoided, authorityKind: source)
        fact.registration = registration
        return fact
    }

    /// The bytes that will be answered.
    package func body(stored: Instant) -> [UInt8] { completed(stored) }
}

/// What became of one statement of a batch.
package enum AppendOutcome: Hashable, Sendable {
    case stored
    /// The same statement was there already; nothing changed.
    case alreadyStored
}

extension StatementFact.AuthorityKind {
    var number: Int {
        switch self {
        case .session: 1
        case .client: 2
        case .service: 3
        }
    }

    init(number: Int64) {
        switch number {
        case 1: self = .session
        case 2: self = .client
        default: self = .service
        }
    }
}

import Access
import Cryptography
import JSON
import LearningRecords
import Values
import XAPI

/// From bytes to checked statements, outside of any transaction.
struct StatementsIntake {
    private let services: Services
    private let rights: RecordsRights

    init(_ services: Services, _ rights: RecordsRights) {
        self.services = services
        self.rights = rights
    }

    func read(_ submission: StatementSubmission) throws -> [IncomingStatement] {
        let root = try Self.parse(submission.body)
        try Self.checkSizes(root)
        let isPackage = rights.session.map { !$0.isCMI5 } ?? false
        let tolerance: StatementTolerance = isPackage ? .packages : []
        let statements: [ValidStatement]
        if submission.id == nil {
            statements = try Self.get(
                StatementReader.readBatch(root, version: submission.version, tolerance: tolerance))
        } else {
            statements = [
                try Self.get(StatementReader.read(root, version: submission.version, tolerance: tolerance))
            ]
        }
        try refuseUnwanted(statements, isBatch: root.kind == .array)
        try refuseReferences(statements)
        try AttachmentMatching.check(statements, submission.attachments, isBatch: root.kind == .array)
        return try statements.map { try incoming($0, putID: submission.id) }
    }

    /// A statement of the service's own.
    static func own(_ node: JSONNode, _ services: Services) throws -> IncomingStatement {
        let statement = try get(StatementReader.read(parse(node.serialized), version: .v1))
        return complete(
            statement, id: statement.id ?? services.world.newID(), authority: services.ownAuthority,
            source: .service, services)
    }

    /// What the operator doesn't want: nothing, unless it was set (IEEE 9274.1.1 §4.2.4.1).
    private func refuseUnwanted(_ statements: [ValidStatement], isBatch: Bool) throws(ServiceError) {
        let settings = services.settings
        guard settings.refusedVerbs != nil || settings.recordLimits.statement > 0 else { return }
        var faults: [ServiceError.Fault] = []
        for (place, statement) in statements.enumerated() {
            let prefix = isBatch ? "/\(place)" : ""
            if settings.recordLimits.statement > 0, statement.value.rawBytes.count > settings.recordLimits.statement {
                faults.append(.init(prefix, "is larger than \(settings.recordLimits.statement) bytes"))
            }
            if let verb = statement.value["verb"]?["id"]?.string, settings.refusedVerbs?.contains(verb) == true {
                faults.append(.init(prefix + "/verb", "isn't taken here"))
            }
        }
        guard let first = faults.first else { return }
        throw ServiceError(.invalid, "A statement is refused: it \(first.message).", faults: faults)
    }

    /// A StatementRef is found by all that its target is found by, so that each costs as much as its target. Packages
    /// run for learners, who aren't to make the store work for hours.
    private func refuseReferences(_ statements: [ValidStatement]) throws(ServiceError) {
        guard rights.session != nil,
            statements.count(where: { $0.referredStatement != nil }) > Self.mostReferences
        else { return }
        throw ServiceError(
            .tooLarge, "A session may send \(Self.mostReferences) statements about statements at once.")
    }

    private static let mostReferences = 100

    private func incoming(_ received: ValidStatement, putID: UUID16?) throws -> IncomingStatement {
        if let putID, let own = received.id, own != putID {
            throw ServiceError(
                .invalid, "The statement's id isn't the request's statementId.",
                faults: [.init("/id", "differs from statementId")])
        }
        let id = putID ?? received.id ?? services.world.newRandomID()
        if rights.mayKeepAuthority, let named = received.namedAuthority {
            return Self.complete(
                received, id: id, authority: named, source: .client, services, keepsAuthority: true)
        }
        return Self.complete(
            try tolerated(received, id: id), id: id, authority: rights.authority,
            source: rights.session == nil ? .client : .session, services, session: rights.session)
    }

    /// Fills what a package left out and its tolerance let pass, so that the statement is read as it will be stored.
    /// A session's credential belongs to one registration, so that a statement without one is given that one, except
    /// under a signature, which it would break (CMI-TC-18); cmi5 refuses such a statement.
    private func tolerated(_ received: ValidStatement, id: UUID16) throws -> ValidStatement {
        guard let session = rights.session, !session.isCMI5 else { return received }
        let lacksActor = received.value["actor"].map(\.isNull) ?? true
        let lacksRegistration = received.registration == nil && !received.attachments.contains(where: \.isSignature)
        guard lacksActor || lacksRegistration else { return received }
        let completion = StatementCompletion(
            id: id, stored: nil, authority: nil,
            actor: services.actors(of: session.actor).first?.agent,
            registration: lacksRegistration ? session.registration : nil)
        let value = try Self.parse(completion.complete(received))
        return try Self.get(StatementReader.read(value, version: received.version, tolerance: .packages))
    }

    /// - Parameter keepsAuthority: the authority that the statement names stays in it; `authority` is then the same.
    static func complete(
        _ statement: ValidStatement, id: UUID16, authority: AgentIdentifier,
        source: StatementFact.AuthorityKind, _ services: Services, session: SessionPrincipal? = nil,
        keepsAuthority: Bool = false
    ) -> IncomingStatement {
        let agent = keepsAuthority ? nil : authority.agent.serialized
        return IncomingStatement(
            id: id, statement: statement, digest: Digest.sha256(statement.logicalForm), authority: authority,
            source: source, keepsAuthority: keepsAuthority, sessionRegistration: session?.registration,
            agentKey: services.agentKeying
        ) { stored in
            StatementCompletion(id: id, stored: stored, authority: agent).complete(statement)
        }
    }

    /// A statement is read again later, each time whole, so that one alone has a limit of its own.
    private static let largestStatement = 15 << 20

    private static func checkSizes(_ root: JSONValue) throws {
        guard root.rawBytes.count > largestStatement else { return }
        let statements = root.kind == .array ? Array(root.elements) : [root]
        guard let place = statements.firstIndex(where: { $0.rawBytes.count > largestStatement }) else { return }
        throw ServiceError(
            .tooLarge, "A statement is larger than \(largestStatement >> 20) MiB.",
            faults: [.init(root.kind == .array ? "/\(place)" : "", "too large")])
    }

    /// How large a request may be is decided where it arrives. Some tools write a byte order mark before JSON; it says
    /// nothing and is let pass.
    private static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        let limits = JSONLimits(
            bytes: max(JSONLimits.standard.bytes, bytes.count),
            values: max(JSONLimits.standard.values, bytes.count / 8), allowsByteOrderMark: true)
        do {
            return try JSONDocument(parsing: bytes, limits: limits).root
        } catch {
            throw ServiceError(
                .invalid, "The body isn't JSON: \(error.message).", faults: [.init("", error.message)])
        }
    }

    private static func get<Value>(_ result: Result<Value, StatementRefusal>) throws -> Value {
        switch result {
        case .success(let value): return value
        case .failure(let refusal): throw refusal.serviceError
        }
    }
}

extension ValidStatement {
    /// Whom the statement names as its authority; nil for none, and for a group without an identifier.
    var namedAuthority: AgentIdentifier? {
        agents.first { $0.role.part == .authority && !$0.role.isMember }?.identifier
    }
}

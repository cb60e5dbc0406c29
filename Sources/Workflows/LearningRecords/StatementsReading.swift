package import Access
import Cryptography
import Database
import JSON
package import LearningRecords
package import Values
package import XAPI

/// In which form statements are answered.
package struct StatementPresentation: Sendable {
    package var format: StatementFormat
    package var withAttachments: Bool
    /// An `Accept-Language` header.
    package var languages: String

    package init(format: StatementFormat = .exact, withAttachments: Bool = false, languages: String = "") {
        self.format = format
        self.withAttachments = withAttachments
        self.languages = languages
    }

    /// Whether the stored bytes are the answer.
    var isAsStored: Bool { format == .exact && !withAttachments }
}

/// What a reader asks of the statements (1.0.3 Communication §2.1.3).
package struct StatementQuestion: Sendable {
    package var agent: AgentIdentifier?
    package var relatedAgents = false
    package var verb: String?
    package var activity: String?
    package var relatedActivities = false
    package var registration: UUID16?
    package var since: Instant?
    package var until: Instant?
    package var isAscending = false
    package var limit = 100
    package var presentation: StatementPresentation

    package init(presentation: StatementPresentation = StatementPresentation()) { self.presentation = presentation }
}

extension StatementQuestion {
    /// The question in the terms of the index.
    func filter(_ services: Services) -> StatementFilter {
        var filter = StatementFilter()
        if let agent {
            var names = [agent.canonical]
            if services.settings.matchesHashedMailboxes, case .mbox(let address) = agent {
                let sum = Hexadecimal.encode(Digest.sha1(address.utf8))
                names.append(AgentIdentifier.mboxSHA1(sum).canonical)
            }
            filter.require(agentHashes: names.map(services.vault.agentKey), isRelated: relatedAgents)
        }
        if let verb { filter.require(verb: verb) }
        if let activity { filter.require(activity: activity, isRelated: relatedActivities) }
        if let registration { filter.require(registration: registration) }
        filter.since = since
        filter.until = until
        filter.isAscending = isAscending
        return filter
    }
}

/// A page in the form that was asked for.
package struct StatementAnswerPage: Sendable {
    package var bodies: StatementBodies
    package var newest: Instant?
    /// The token of the next page.
    package var more: String?
    /// What goes out beside the statements; nil when nobody asked for it.
    package var attachments: [HeldAttachment]?
}

/// A statement in the form that was asked for.
package struct StatementAnswer: Sendable {
    package var statement: StoredStatement
    /// What goes out beside it; nil when nobody asked for it.
    package var attachments: [HeldAttachment]?
}

/// Reads statements and what is known from them, within the reader's rights.
package struct StatementsReading: Sendable {
    private let services: Services
    private let access: RecordsAccess
    private let pageBytes: Int

    /// - Parameter pageBytes: a page ends early when its statements are larger together.
    package init(_ services: Services, access: RecordsAccess? = nil, pageBytes: Int = 8 << 20) {
        self.services = services
        self.access = access ?? RecordsAccess(services)
        self.pageBytes = pageBytes
    }

    /// - Parameter voided: asks for a voided statement, and for no other.
    /// - Throws: `notFound`.
    package func one(
        _ id: UUID16, voided: Bool, _ presentation: StatementPresentation, by principal: XAPIPrincipal
    ) async throws -> StatementAnswer {
        let rights = RecordsRights(principal, services)
        try rights.requireStatementReading()
        return try await read(by: principal, isShort: presentation.isAsStored) { tx, store in
            guard let found = try store.find(id, in: tx), found.isVoided == voided, try rights.maySee(found) else {
                throw ServiceError(
                    .notFound, voided ? "There is no such voided statement." : "There is no such statement.")
            }
            let bodies = StatementBodies([found.body])
            let body = try StatementRendering(presentation, principal.tenant).render(bodies, in: tx)[0]
            return StatementAnswer(
                statement: found.with(body: Array(body)),
                attachments: try attachments(of: bodies, presentation, store, tx))
        }
    }

    private func attachments(
        of bodies: StatementBodies, _ presentation: StatementPresentation, _ store: StatementStore, _ tx: Transaction
    ) throws -> [HeldAttachment]? {
        guard presentation.withAttachments else { return nil }
        return try HeldAttachments(services, store.tenant).of(bodies.map { Array($0) }, in: tx)
    }

    package func page(_ question: StatementQuestion, by principal: XAPIPrincipal) async throws -> StatementAnswerPage {
        return try await page(
            question.filter(services), after: nil, limit: question.limit, question.presentation, by: principal)
    }

    /// Goes on where a page ended.
    /// - Throws: `invalid` for a token that this service didn't give to the reader's tenant.
    package func resume(_ token: String, by principal: XAPIPrincipal) async throws -> StatementAnswerPage {
        let cursor = StatementCursor(token: token, sign: sign) { constantTimeEqual($0, $1) }
        guard let cursor, cursor.tenant == principal.tenant, let format = StatementFormat(rawValue: cursor.format)
        else { throw ServiceError(.invalid, "The value of more isn't one that this LRS gave.") }
        let presentation = StatementPresentation(
            format: format, withAttachments: cursor.withAttachments, languages: cursor.languages)
        return try await page(
            cursor.filter, after: cursor.after, limit: cursor.limit, presentation, by: principal)
    }

    /// What is known of an activity, as JSON; nil for nothing.
    package func definition(of activity: String, by principal: XAPIPrincipal) async throws -> [UInt8]? {
        try RecordsRights(principal, services).requireObjectReading()
        return try await read(by: principal) { tx, store in
            try ActivityStore(store.tenant).definition(of: activity, in: tx).map { Array($0.rawBytes) }
        }
    }

    /// The names under which statements spoke of an agent, newest first; none for a client that may not read everybody's
    /// statements, since names are what those say.
    /// - Throws: `forbidden` when the principal may ask for nobody, or for others alone.
    package func names(of agent: AgentIdentifier, by principal: XAPIPrincipal) async throws -> [String] {
        let rights = RecordsRights(principal, services)
        try rights.requireObjectReading()
        if let session = rights.session { try rights.require(rights.isOwn(agent, session), "ask for that agent") }
        guard rights.mayReadAgentNames else { return [] }
        let (vault, key) = (services.vault, services.vault.agentKey(agent.canonical))
        return try await read(by: principal) { tx, store in
            try AgentNameStore(store.tenant).names(of: key, in: tx).map { try KnownNames.unseal($0, of: key, vault) }
        }
    }

    /// All identifiers of the person behind an agent, the one asked for first: that one alone, unless the principal may
    /// see them joined (1.0.3 Communication §2.4; catalogue: LRS-AGT-05).
    package func identifiers(
        joinedWith agent: AgentIdentifier, by principal: XAPIPrincipal
    ) async throws -> [AgentIdentifier] {
        guard RecordsRights(principal, services).mayMergeAgents else { return [agent] }
        let (services, tenant) = (services, principal.tenant)
        return try await read(by: principal) { tx, _ in
            let people = People(vault: services.vault, world: services.world)
            for candidate in services.personIdentifiers(of: agent) {
                guard let person = try people.find(candidate, of: tenant, in: tx) else { continue }
                let others = try people.identifiers(of: person, in: tx).flatMap { services.agents(of: $0.identifier) }
                let own = AgentIdentifier.account(homePage: services.settings.publicURL, name: person.accountName)
                return ([own] + others).reduce(into: [agent]) { if !$0.contains($1) { $0.append($1) } }
            }
            return [agent]
        }
    }

    private func page(
        _ asked: StatementFilter, after: StatementPosition?, limit: Int, _ presentation: StatementPresentation,
        by principal: XAPIPrincipal
    ) async throws -> StatementAnswerPage {
        let rights = RecordsRights(principal, services)
        try rights.requireStatementReading()
        var filter = asked
        rights.restrict(&filter)
        let (allowed, pageBytes) = (filter, pageBytes)
        return try await read(by: principal, isShort: presentation.isAsStored && limit <= 100) { tx, store in
            let page = try store.page(allowed, after: after, limit: limit, byteLimit: pageBytes, in: tx)
            let more = page.next.map { next in
                StatementCursor(
                    tenant: store.tenant, filter: asked, after: next, limit: limit,
                    format: presentation.format.rawValue, withAttachments: presentation.withAttachments,
                    languages: presentation.languages
                ).token(sign: sign)
            }
            let bodies = try StatementRendering(presentation, store.tenant).render(page.bodies, in: tx)
            return StatementAnswerPage(
                bodies: bodies, newest: page.newest, more: more,
                attachments: try attachments(of: page.bodies, presentation, store, tx))
        }
    }

    private func sign(_ bytes: [UInt8]) -> [UInt8] { services.vault.keyedHash("xapi more", bytes) }

    private func read<Value: Sendable>(
        by principal: XAPIPrincipal, isShort: Bool = false,
        _ body: @escaping @Sendable (Transaction, StatementStore) throws -> Value
    ) async throws -> Value {
        let (services, access) = (services, access)
        let confirmed = { @Sendable (tx: Transaction) in
            try access.confirm(principal, in: tx, now: services.world.now())
            return try body(tx, services.statements(of: principal.tenant))
        }
        return try await isShort ? services.database.glance(confirmed) : services.database.read(confirmed)
    }
}

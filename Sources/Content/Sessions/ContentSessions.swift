import CMI5
import Cryptography
package import Database
import JSON
package import Values
import XAPI

/// Sessions of content, as rows. Secrets are looked up by their hashes, tenant unknown (design D8).
package struct ContentSessions: Sendable {
    package var lifetimes: SessionLifetimes

    package init(_ lifetimes: SessionLifetimes = .standard) { self.lifetimes = lifetimes }

    /// Opens a session. For cmi5, sessions of the same registration that are still open must have been abandoned
    /// before (``openSessions(registration:tenant:in:)``).
    package func open(
        _ new: NewContentSession, id: UUID16, secrets: SessionSecrets, now: Instant, in tx: Transaction
    ) throws -> OpenedContentSession {
        let actor = new.terms.actor.columns
        let isCMI5 = new.kind == .cmi5
        let credential: [UInt8]? = isCMI5 ? nil : Self.hash(secrets.credential)
        try tx.execute(
            """
            insert into content_session (tenant, id, registration, enrolment, person, account_home, account_name, item,
                version, lesson, handle, kind, mode, session_name, terms, state, opened_at, last_seen_at, expires_at,
                path_hash, fetch_hash, fetch_expires_at, credential_hash, preferences_read, statements, refused)
            values (\(new.tenant), \(id), \(new.terms.registration), \(new.enrolment), \(new.person), \(actor.home),
                \(actor.name), \(new.item), \(new.version), \(new.lesson), \(new.handle), \(new.kind.rawValue),
                \(new.terms.mode.rawValue), \(new.terms.sessionID), \(StoredTerms.encode(new.terms)), 'open', \(now),
                \(now), \(now.adding(seconds: lifetimes.totalSeconds)), \(Self.hash(secrets.path)),
                \(isCMI5 ? Self.hash(secrets.fetch) : nil),
                \(isCMI5 ? now.adding(seconds: lifetimes.fetchSeconds) : nil), \(credential), 0, 0, 0)
            """)
        guard let session = try find(id, tenant: new.tenant, in: tx) else {
            throw ServiceError(.internalError, "The session was not stored.")
        }
        return OpenedContentSession(session: session, secrets: secrets)
    }

    package func find(_ id: UUID16, tenant: TenantID, in tx: Transaction) throws -> ContentSession? {
        try one(Self.selection + "where tenant = \(tenant) and id = \(id)", tx)
    }

    /// The session whose files stand under a path; nil when there is none, or it is over.
    package func find(pathSecret: String, now: Instant, in tx: Transaction) throws -> ContentSession? {
        let session = try one(Self.selection + "where path_hash = \(Self.hash(pathSecret))", tx)
        return session.flatMap { $0.isUsable(now: now, lifetimes: lifetimes) ? $0 : nil }
    }

    /// The session that a Basic credential belongs to, for every request on its LRS.
    /// - Parameters:
    ///   - credential: `name:secret`, already decoded from Base64.
    /// - Returns: nil for an unknown credential, one that wasn't fetched yet, and one whose session is over.
    package func authenticate(credential: String, now: Instant, in tx: Transaction) throws -> ContentSession? {
        let session = try one(Self.selection + "where credential_hash = \(Self.hash(credential))", tx)
        return session.flatMap { $0.isUsable(now: now, lifetimes: lifetimes) ? $0 : nil }
    }

    /// Sessions of a registration that are open, oldest first.
    package func openSessions(registration: UUID16, tenant: TenantID, in tx: Transaction) throws -> [ContentSession] {
        try all(
            Self.selection + """
                where tenant = \(tenant) and registration = \(registration) and state = 'open' order by opened_at, id
                """, tx)
    }

    /// Open sessions of all tenants whose time is over, oldest first.
    package func overdue(now: Instant, limit: Int, in tx: Transaction) throws -> [ContentSession] {
        let cmi5 = now.adding(seconds: -lifetimes.cmi5IdleSeconds)
        let tincan = now.adding(seconds: -lifetimes.tincanIdleSeconds)
        return try all(
            Self.selection + """
                where state = 'open' and ((kind = 'cmi5' and last_seen_at <= \(cmi5))
                    or (kind = 'tincan' and last_seen_at <= \(tincan)) or expires_at <= \(now))
                order by last_seen_at limit \(limit)
                """, tx)
    }

    /// SHA-256: fast, since these secrets are random and long (traps 12).
    static func hash(_ secret: String) -> [UInt8] { Digest.sha256(Array(secret.utf8)) }

    func one(_ sql: SQL, _ tx: Transaction) throws -> ContentSession? {
        guard let row = try tx.row(sql) else { return nil }
        return try withEarlier(decode(row), tx)
    }

    private func all(_ sql: SQL, _ tx: Transaction) throws -> [ContentSession] { try tx.rows(sql).map(decode) }

    /// What was admitted in other sessions of the unit in this registration.
    private func withEarlier(_ session: ContentSession, _ tx: Transaction) throws -> ContentSession {
        guard session.kind == .cmi5 else { return session }
        let row = try tx.row(
            """
            select count(completed_id), count(passed_id) from content_session
            where tenant = \(session.tenant) and registration = \(session.registration) and item = \(session.item)
                and id <> \(session.id)
            """)
        var session = session
        if try row?.int(0) ?? 0 > 0 { session.record.earlier.insert(.completed) }
        if try row?.int(1) ?? 0 > 0 { session.record.earlier.insert(.passed) }
        return session
    }
}

// MARK: rows

extension ContentSessions {
    static let selection: SQL = """
        select tenant, id, registration, enrolment, person, account_home, account_name, item, version, lesson, handle,
            kind, mode, session_name, terms, state, opened_at, last_seen_at, expires_at, ended_at, preferences_read,
            initialized_id, completed_id, passed_id, failed_id, terminated_id, initialized_at, latest_at,
            last_statement_at
        from content_session\u{20}
        """

    private func decode(_ row: Row) throws -> ContentSession {
        let state = ContentSession.State(rawValue: try row.text(15)) ?? .closed
        let terms = try StoredTerms.decode(
            row.text(14), sessionID: row.text(13), registration: row.id(2),
            actor: AgentIdentifier(home: row.text(5), name: row.text(6)),
            mode: LaunchMode(rawValue: row.text(12)) ?? .browse)
        return ContentSession(
            tenant: TenantID(try row.int(0)), id: try row.id(1), enrolment: try row.idIfAny(3), person: try row.id(4),
            item: try row.id(7), version: try row.id(8), lesson: try row.idIfAny(9), handle: try row.text(10),
            kind: PackageKind(rawValue: try row.text(11)) ?? .tincan, state: state, terms: terms,
            record: try decodeRecord(row, state), openedAt: try row.instant(16), lastSeenAt: try row.instant(17),
            expiresAt: try row.instant(18), endedAt: try row.instantIfAny(19),
            lastStatementAt: try row.instantIfAny(28))
    }

    private func decodeRecord(_ row: Row, _ state: ContentSession.State) throws -> SessionRecord {
        var admitted: [SessionRecord.Verb: UUID16] = [:]
        let verbs: [SessionRecord.Verb] = [.initialized, .completed, .passed, .failed, .terminated]
        for (offset, verb) in verbs.enumerated() { admitted[verb] = try row.idIfAny(21 + offset) }
        return SessionRecord(
            admitted: admitted, initializedAt: try row.instantIfAny(26), latestTimestamp: try row.instantIfAny(27),
            terminatedAt: admitted[.terminated] == nil ? nil : try row.instantIfAny(19),
            isAbandoned: state == .abandoned, hasReadPreferences: try row.bool(20))
    }
}

package import Database
package import Values

/// What a POST to a fetch URL brings (cmi5 §8.2).
package enum FetchOutcome: Hashable, Sendable {
    /// For `Authorization: Basic <token>`.
    case token(String)
    /// It was fetched before, or its time is over (error code 1).
    case used
    /// No session has this URL (error code 2).
    case unknown
}

extension ContentSessions {
    /// Gives the session's token out, once and never again: the row is taken in one statement, so of any number of
    /// requests at the same moment one succeeds.
    /// - Parameter credential: a new `name:secret`, made before the transaction.
    package func fetch(_ secret: String, credential: String, now: Instant, in tx: Transaction) throws -> FetchOutcome {
        let hash = Self.hash(secret)
        let taken = try tx.execute(
            """
            update content_session set fetched_at = \(now), last_seen_at = \(now),
                credential_hash = \(Self.hash(credential))
            where fetch_hash = \(hash) and fetched_at is null and fetch_expires_at > \(now) and state = 'open'
            """)
        if taken == 1 { return .token(SessionSecrets.token(of: credential)) }
        return try tx.row("select 1 from content_session where fetch_hash = \(hash)") == nil ? .unknown : .used
    }
}

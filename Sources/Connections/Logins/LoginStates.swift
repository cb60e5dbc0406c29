import Cryptography
package import Database
package import LTI
package import Values

/// Waiting logins as rows, found by the hash of the state.
package enum LoginStates {
    package static func add(
        _ secrets: LoginSecrets, for login: LoginInitiation, registration: UUID16, at place: LoginPlace = LoginPlace(),
        in tx: Transaction, now: Instant
    ) throws {
        try tx.execute(
            """
            insert into login_state (state_hash, nonce_hash, browser_hash, registration, target_link_uri, initiation,
                storage_target, embedder, framed, created_at, expires_at)
            values (\(hash(secrets.state)), \(hash(secrets.nonce)), \(hash(secrets.browserProof)), \(registration),
                \(storableExactly(login.targetLinkURI)), \(kept(login.form)), \(storable(login.storageTarget)),
                \(storable(place.embedder)), \(place.isFramed), \(now), \(now.adding(seconds: LoginState.lifetime)))
            """)
    }

    package static func find(_ state: String, in tx: Transaction) throws -> LoginState? {
        try tx.row(
            """
            select registration, nonce_hash, browser_hash, target_link_uri, initiation, expires_at, used_at, storage_target,
                embedder, framed
            from login_state where state_hash = \(hash(state))
            """
        ).map { row in
            LoginState(
                registration: try row.id(0), nonceHash: try row.bytes(1), browserHash: try row.bytes(2),
                targetLinkURI: try row.text(3),
                initiation: URLEncodedForm(parsing: try row.text(4)) ?? URLEncodedForm(),
                storageTarget: try row.textIfAny(7),
                place: LoginPlace(embedder: try row.textIfAny(8), isFramed: try row.bool(9)),
                expiresAt: try row.instant(5),
                isUsed: try row.instantIfAny(6) != nil)
        }
    }

    /// Uses up state and nonce in one statement: of two launches at once exactly one gets true (traps 1).
    package static func consume(
        _ state: String, registration: UUID16, in tx: Transaction, now: Instant
    ) throws -> Bool {
        try tx.execute(
            """
            update login_state set used_at = \(now)
            where state_hash = \(hash(state)) and registration = \(registration) and used_at is null
                and expires_at > \(now)
            """) == 1
    }

    /// Whether a nonce belongs to a login that was completed.
    package static func isUsed(nonce: String, in tx: Transaction) throws -> Bool {
        try tx.row("select 1 from login_state where nonce_hash = \(hash(nonce)) and used_at is not null") != nil
    }

    /// Forgets logins that ended over two hours ago: longer than any token lives with which one could come again.
    @discardableResult
    package static func forgetOld(in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute("delete from login_state where expires_at < \(now.adding(seconds: -7_200))")
    }

    package static func count(in tx: Transaction) throws -> Int {
        Int(try tx.row("select count(*) from login_state")?.int(0) ?? 0)
    }

    private static func hash(_ text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)) }

    /// Bytes of an initiation that is kept, so that it can begin anew in another window: far more than platforms send, and
    /// little enough for what anybody may send.
    private static let mostKept = 4_096

    private static func kept(_ form: URLEncodedForm) -> String {
        let text = form.encoded
        return text.utf8.count <= mostKept ? text : ""
    }

    /// A target with U+0000 is no URL and never equals a claim; it is kept without it.
    private static func storableExactly(_ text: String) -> String { text.filter { $0 != "\0" } }
}

import Cryptography
package import Database
import LTI
package import Values

/// Visits as rows.
package enum LaunchSessions {
    /// Opens a visit.
    /// - Returns: the visit, and its token, of which only the hash is kept.
    package static func open(
        _ new: NewLaunchSession, world: World, in tx: Transaction
    ) throws -> (session: LaunchSession, token: String) {
        let handle = Base64URL.encode(world.randomBytes(16))
        let token = world.newSecret()
        let now = world.now()
        let hash = Digest.sha256(Array(token.utf8))
        let origins = new.frameOrigins.joined(separator: " ")
        let locale = storable(new.locale).map { String($0.prefix(35)) }
        try tx.execute(
            """
            insert into launch_session (handle, tenant, purpose, token_hash, person, registration, link, cohort, module,
                lesson, enrolment, standing, is_test_user, locale, return_url, frame_origins, deployment,
                created_at, seen_at, subject, in_window)
            values (\(handle), \(new.tenant), \(new.purpose.rawValue), \(hash), \(new.person), \(new.registration),
                \(new.link), \(new.cohort), \(new.module), \(new.lesson), \(new.enrolment),
                \(new.standing.rawValue), \(new.isTestUser), \(locale), \(new.returnURL), \(origins),
                \(new.deployment), \(now), \(now), \(new.subject), \(new.isInWindow))
            """)
        let session = LaunchSession(
            handle: handle, purpose: new.purpose, tenant: new.tenant, tokenHash: hash, person: new.person,
            subject: new.subject, registration: new.registration, link: new.link, cohort: new.cohort,
            module: new.module, lesson: new.lesson,
            enrolment: new.enrolment, standing: new.standing, isTestUser: new.isTestUser, locale: locale,
            returnURL: new.returnURL, isInWindow: new.isInWindow, frameOrigins: new.frameOrigins, createdAt: now,
            seenAt: now)
        return (session, token)
    }

    /// The visit of a handle, open or over, proven or not.
    package static func find(_ handle: String, in tx: Transaction) throws -> LaunchSession? {
        try tx.row("\(raw: selection) where s.handle = \(handle)").map(decode)
    }

    /// The visit of a handle if the token is its own, it is open, and its registration and its deployment are active.
    package static func authenticate(
        _ handle: String, token: String, in tx: Transaction, now: Instant
    ) throws -> LaunchSession? {
        guard
            let row = try tx.row(
                """
                \(raw: selection) join registration r on r.id = s.registration and r.active = 1
                left join deployment d on d.id = s.deployment
                where s.handle = \(handle) and (d.id is null or d.state = 'active')
                """)
        else { return nil }
        let session = try decode(row)
        return session.isProven(by: token) && session.isOpen(now: now) ? session : nil
    }

    /// Notes that the visit is in use; to be called when ``LaunchSession/seenAt`` is over a minute old.
    package static func touch(_ handle: String, in tx: Transaction, now: Instant) throws {
        try tx.execute("update launch_session set seen_at = \(now) where handle = \(handle) and seen_at < \(now)")
    }

    /// Leads a visit to the cohort that staff just chose.
    package static func setCohort(_ cohort: UUID16, of handle: String, in tx: Transaction) throws {
        try tx.execute("update launch_session set cohort = \(cohort) where handle = \(handle)")
    }

    /// Ends all visits by a link.
    package static func end(link: UUID16, of tenant: TenantID, in tx: Transaction) throws {
        try tx.execute("delete from launch_session where tenant = \(tenant) and link = \(link)")
    }

    /// Ends a visit.
    package static func close(_ handle: String, in tx: Transaction) throws {
        try tx.execute("delete from launch_session where handle = \(handle)")
    }

    /// Forgets visits that are over.
    @discardableResult
    package static func forgetOld(in tx: Transaction, now: Instant) throws -> Int {
        try tx.execute(
            "delete from launch_session where created_at < \(now.adding(seconds: -LaunchSession.absoluteLimit))")
    }

    private static let selection = """
        select s.handle, s.tenant, s.token_hash, s.person, s.registration, s.link, s.cohort, s.enrolment, s.standing,
            s.is_test_user, s.locale, s.return_url, s.frame_origins, s.created_at, s.seen_at, s.purpose, s.module,
            s.lesson, s.subject, s.in_window
        from launch_session s
        """

    private static func decode(_ row: Row) throws -> LaunchSession {
        LaunchSession(
            handle: try row.text(0), purpose: .init(rawValue: try row.text(15)) ?? .visit,
            tenant: TenantID(try row.int(1)), tokenHash: try row.bytes(2), person: try row.idIfAny(3),
            subject: try row.idIfAny(18), registration: try row.id(4), link: try row.id(5), cohort: try row.idIfAny(6),
            module: try row.idIfAny(16), lesson: try row.idIfAny(17),
            enrolment: try row.idIfAny(7), standing: .init(rawValue: try row.text(8)) ?? .guest,
            isTestUser: try row.bool(9), locale: try row.textIfAny(10), returnURL: try row.textIfAny(11),
            isInWindow: try row.bool(19), frameOrigins: try row.text(12).split(separator: " ").map(String.init),
            createdAt: try row.instant(13),
            seenAt: try row.instant(14))
    }
}

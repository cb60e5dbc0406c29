package import CMI5
package import Values
import XAPI

/// One opening of one item by one person.
package struct ContentSession: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case open
        /// The AU said `terminated`.
        case terminated
        /// It ended without (cmi5 §9.3.6).
        case abandoned
        /// Staff closed it, or its time was over.
        case closed
    }

    package let tenant: TenantID
    package let id: UUID16
    /// Nil for staff who look around.
    package var enrolment: UUID16?
    package var person: UUID16
    package var item: UUID16
    package var version: UUID16
    package var lesson: UUID16?
    /// The launch's handle, whose course page the content returns to (design D16).
    package var handle: String
    package var kind: PackageKind
    package var state: State
    /// What is fixed for its whole life; for xAPI packages the cmi5 parts are idle.
    package var terms: SessionTerms
    package var record: SessionRecord
    package var openedAt: Instant
    package var lastSeenAt: Instant
    /// When it ends at the latest, however busy.
    package var expiresAt: Instant
    package var endedAt: Instant?
    /// When the last statement of the package arrived.
    package var lastStatementAt: Instant?

    package var registration: UUID16 { terms.registration }
    package var mode: LaunchMode { terms.mode }
    package var activityID: String { terms.activityID }

    /// Open, and within its times.
    package func isUsable(now: Instant, lifetimes: SessionLifetimes = .standard) -> Bool {
        state == .open && now < expiresAt && now < lastSeenAt.adding(seconds: lifetimes.idle(kind))
    }
}

/// How long sessions of content live.
package struct SessionLifetimes: Sendable, Hashable {
    /// An unused fetch URL: 10 minutes (CMI-FETCH-10).
    package var fetchSeconds: Int64 = 600
    /// A cmi5 session without a request: 12 hours, then it is abandoned (CMI-LST-11).
    package var cmi5IdleSeconds: Int64 = 43_200
    /// An xAPI package's session without a request: 24 hours (CMI-TC-12).
    package var tincanIdleSeconds: Int64 = 86_400
    /// Any session: 7 days.
    package var totalSeconds: Int64 = 604_800
    /// Statements after `terminated`: 0 s (cmi5 §9.3.8).
    package var graceSeconds: Int64 = 0

    package static let standard = SessionLifetimes()

    package init() {}

    package func idle(_ kind: PackageKind) -> Int64 { kind == .cmi5 ? cmi5IdleSeconds : tincanIdleSeconds }
}

/// What is needed to open a session.
package struct NewContentSession: Sendable {
    package var tenant: TenantID
    package var enrolment: UUID16?
    package var person: UUID16
    package var item: UUID16
    package var version: UUID16
    package var lesson: UUID16?
    package var handle: String
    package var kind: PackageKind
    package var terms: SessionTerms

    package init(
        tenant: TenantID, enrolment: UUID16?, person: UUID16, item: UUID16, version: UUID16, lesson: UUID16?,
        handle: String, kind: PackageKind, terms: SessionTerms
    ) {
        self.tenant = tenant
        self.enrolment = enrolment
        self.person = person
        self.item = item
        self.version = version
        self.lesson = lesson
        self.handle = handle
        self.kind = kind
        self.terms = terms
    }
}

/// A session just opened, with the secrets that stand in its launch URL and nowhere else; only their hashes are kept.
package struct OpenedContentSession: Sendable {
    package var session: ContentSession
    package var secrets: SessionSecrets
}

/// The secrets of one session. They are made before the transaction, which may run twice.
package struct SessionSecrets: Sendable {
    /// In the path of its files.
    package var path: String
    /// In the fetch URL of cmi5.
    package var fetch: String
    /// `name:secret`, whose Base64 is the token.
    package var credential: String

    package init(world: World) {
        path = world.newSecret()
        fetch = world.newSecret()
        credential = Self.newCredential(world)
    }

    /// The credentials part of Basic (RFC 7617 §2).
    package var token: String { Self.token(of: credential) }

    static func newCredential(_ world: World) -> String {
        "session-" + Hexadecimal.encode(world.randomBytes(6)) + ":" + world.newSecret()
    }

    static func token(of credential: String) -> String {
        // Base64URL differs from Base64 in two letters and in the padding (RFC 4648 §5).
        let url = Base64URL.encode(Array(credential.utf8))
        let standard = url.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return String(standard) + String(repeating: "=", count: (4 - url.utf8.count % 4) % 4)
    }
}

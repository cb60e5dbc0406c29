package import Access
import CMI5
import Content
package import Database
package import Values
import XAPI

/// Finds out who speaks to the LRS (1.0.3 Communication §4.0): HTTP Basic with the key id and secret of a client, or
/// with the credential of a content session.
package struct RecordsAccess: Sendable {
    private let services: Services
    private let cache: CredentialCache

    /// - Parameter cache: shared by all requests of a node.
    package init(_ services: Services, cache: CredentialCache = CredentialCache()) {
        self.services = services
        self.cache = cache
    }

    /// - Parameters:
    ///   - authorization: the header's or form field's value.
    ///   - sessionsOnly: true on the content host, where a client's credential has no business.
    ///   - address: whose failures are counted together.
    /// - Throws: `unauthenticated`; `tooManyRequests` after many failures of one address, to those alone who fail
    ///   again: behind it may be a whole school, and a secret of 256 bits isn't guessed.
    package func principal(
        authorization: String?, sessionsOnly: Bool, address: String
    ) async throws -> XAPIPrincipal {
        if !sessionsOnly, let client = authorization.flatMap(cache.principal(shown:)) { return .client(client) }
        guard let authorization, let credential = BasicCredential(authorization) else {
            throw ServiceError(.unauthenticated, "Credentials are missing: HTTP Basic is wanted.")
        }
        let limiter = RateLimiter(vault: services.vault)
        let world = services.world
        let found = try await services.database.glance { tx -> Found? in
            let now = world.now()
            if let found = try Self.find(credential, sessionsOnly: sessionsOnly, in: tx, now) { return found }
            try limiter.check(.wrongCredentials, Self.bucket, address, in: tx, now: now)
            return nil
        }
        switch found {
        case .client(let client):
            cache.remember(client, shown: authorization)
            return .client(client)
        case .session(let session):
            try await noteSeen(session)
            return .session(SessionPrincipal(session))
        case nil:
            try await services.database.write { tx in
                try limiter.count(.wrongCredentials, Self.bucket, address, in: tx, now: world.now())
            }
            throw ServiceError(.unauthenticated, "The credentials aren't good.")
        }
    }

    private enum Found { case client(CredentialPrincipal), session(ContentSession) }

    private static func find(
        _ credential: BasicCredential, sessionsOnly: Bool, in tx: Transaction, _ now: Instant
    ) throws -> Found? {
        let shown = credential.name + ":" + credential.secret
        if let session = try ContentSessions().authenticate(credential: shown, now: now, in: tx) {
            return .session(session)
        }
        guard !sessionsOnly else { return nil }
        return try Credentials.authenticate(keyID: credential.name, secret: credential.secret, in: tx, now: now)
            .map { .client($0) }
    }

    /// Whatever a session asks for shows that it is alive; written at most once a minute.
    private func noteSeen(_ session: ContentSession) async throws {
        let now = services.world.now()
        guard ContentSessions().mustNote(session, now: now) else { return }
        try await services.database.append { try ContentSessions().noteSeen(session, now: now, in: $0) }
    }

    /// Asks again whether a client's credential still holds, in the transaction that acts for it.
    package func confirm(_ principal: XAPIPrincipal, in tx: Transaction, now: Instant) throws {
        guard case .client(let client) = principal else { return }
        switch try Credentials.standing(of: client, in: tx, now: now) {
        case .current: return
        case .changed:
            cache.forget(client)
            throw ServiceError(
                .unavailable, "What the credential may do was just changed: send the request again.", retryAfter: 1)
        case .ended:
            cache.forget(client)
            throw ServiceError(.unauthenticated, "The credentials aren't good any more.")
        }
    }

    /// The same in a transaction of its own.
    package func confirm(_ principal: XAPIPrincipal) async throws {
        let now = services.world.now()
        try await services.database.read { try confirm(principal, in: $0, now: now) }
    }

    /// As ``confirm(_:in:now:)``, for what goes on for long: a session may have ended since it was let in, too.
    package func confirmStill(_ principal: XAPIPrincipal, in tx: Transaction, now: Instant) throws {
        try confirm(principal, in: tx, now: now)
        guard case .session(let session) = principal else { return }
        let found = try ContentSessions().find(session.session, tenant: session.tenant, in: tx)
        guard found?.isUsable(now: now) == true else {
            throw ServiceError(.unauthenticated, "The session is over.")
        }
    }

    private static let bucket = "lrs address"
}

extension SessionPrincipal {
    init(_ session: ContentSession) {
        self.init(
            tenant: session.tenant, session: session.id, registration: session.registration, person: session.person,
            actor: session.terms.actor.accountName, activityID: session.activityID, isCMI5: session.kind == .cmi5,
            mode: session.mode.rawValue)
    }
}

extension AgentIdentifier {
    /// Of an actor that we gave a session: the opaque name in it.
    var accountName: String {
        switch self {
        case .account(_, let name): name
        case .mbox(let address): String(address.dropFirst("mailto:".count).prefix { $0 != "@" })
        case .mboxSHA1(let text), .openID(let text): text
        }
    }
}

/// A name and a secret as RFC 7617 sends them.
package struct BasicCredential: Sendable {
    package let name: String
    package let secret: String

    /// Nil for another scheme, bad base64, bad UTF-8, control characters (RFC 7617 §2), a missing colon, and an empty
    /// name.
    package init?(_ header: String) {
        let parts = header.utf8.split(separator: UInt8(ascii: " "))
        guard parts.count == 2, String(Substring(parts[0])).lowercased() == "basic" else { return nil }
        let unpadded = parts[1].prefix { $0 != UInt8(ascii: "=") }
        let padding = parts[1].dropFirst(unpadded.count)
        let token = unpadded.map { byte in
            byte == UInt8(ascii: "+") ? UInt8(ascii: "-") : byte == UInt8(ascii: "/") ? UInt8(ascii: "_") : byte
        }
        guard padding.count <= 2, padding.allSatisfy({ $0 == UInt8(ascii: "=") }),
            let bytes = Base64URL.decode(String(decoding: token, as: UTF8.self)),
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }), let text = String(validating: bytes, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon != text.startIndex
        else { return nil }
        name = String(text[..<colon])
        secret = String(text[colon...].dropFirst())
    }
}

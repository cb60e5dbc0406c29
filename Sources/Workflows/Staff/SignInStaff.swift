import Access
import Cryptography
import Database
package import Values

/// Signs a staff user in by login and password.
///
/// Wrong tries are counted by address and by login; an unknown login takes as long as a wrong password.
package struct SignInStaff: Sendable {
    private static let byAddress = "sign-in address"
    private static let byLogin = "sign-in login"
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Returns: the token for the cookie.
    /// - Throws: `tooManyRequests` with the seconds to wait; `unauthenticated`, which doesn't tell what was wrong.
    package func run(login: String, password: String, address: String) async throws -> Secret<String> {
        let (users, limiter) = (
            StaffUsers(vault: services.vault, world: services.world), RateLimiter(vault: services.vault)
        )
        let now = services.world.now()
        let found = try await services.database.read { tx in
            try limiter.check(.failuresByAddress, Self.byAddress, address, in: tx, now: now)
            try limiter.check(.failuresByLogin, Self.byLogin, login, in: tx, now: now)
            return try users.find(login: login, in: tx)
        }
        let isRight = PasswordHash.verify(password, against: found?.passwordHash ?? Self.nobody)
        guard let found, isRight else {
            try await countFailure(login: login, address: address, user: found?.user)
            throw ServiceError(.unauthenticated, "The login or the password is wrong.")
        }
        return try await begin(found.user, login: login)
    }

    private func countFailure(login: String, address: String, user: StaffUser?) async throws {
        let now = services.world.now()
        let limiter = RateLimiter(vault: services.vault)
        try await services.database.write { tx in
            try limiter.count(.failuresByAddress, Self.byAddress, address, in: tx, now: now)
            try limiter.count(.failuresByLogin, Self.byLogin, login, in: tx, now: now)
            guard let user else { return }
            let event = AuditEvent(
                tenant: user.tenant, actor: .service, verb: "staff.refuse-sign-in", objectKind: "staff",
                objectID: user.id.description)
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    private func begin(_ user: StaffUser, login: String) async throws -> Secret<String> {
        let (world, limiter) = (services.world, RateLimiter(vault: services.vault))
        return try await services.database.write { tx in
            let now = world.now()
            try limiter.clear(Self.byLogin, login, in: tx)
            let event = AuditEvent(
                tenant: user.tenant, actor: .staff(user.id), verb: "staff.sign-in", objectKind: "staff",
                objectID: user.id.description)
            try AuditLog.append(event, in: tx, at: now)
            return try StaffSessions.begin(user.id, world: world, in: tx, now: now)
        }
    }

    /// The hash of a password that nobody has, so that unknown logins cost the same time.
    private static let nobody: String = (try? PasswordHash.make("nobody signs in with this")) ?? ""
}

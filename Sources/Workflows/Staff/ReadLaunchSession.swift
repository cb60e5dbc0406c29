package import Connections
import Database
import Values

/// Finds the visit that a request belongs to, and notes now and then that it is still in use.
package struct ReadLaunchSession: Sendable {
    /// Seconds between two notes of a visit's use.
    private static let noteEvery: Int64 = 60
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The visit if the token is its own and it is open.
    package func run(handle: String, token: String) async throws -> LaunchSession? {
        let now = services.world.now()
        let session = try await services.database.read { tx in
            try LaunchSessions.authenticate(handle, token: token, in: tx, now: now)
        }
        if let session, session.seenAt.adding(seconds: Self.noteEvery) <= now {
            try await services.database.write { try LaunchSessions.touch(handle, in: $0, now: now) }
        }
        return session
    }

    /// Whose pages may frame the visit's, also when it is over: so that "open it again" can be read in a frame.
    package func frameOrigins(handle: String) async throws -> [String] {
        try await services.database.read { try LaunchSessions.find(handle, in: $0)?.frameOrigins ?? [] }
    }
}

import Connections
import Content
import Database
import Values

/// Where a file of a session lies, and who may frame it.
package struct ContentFile: Sendable {
    /// On disk.
    package var location: String
    package var size: Int64
    /// The file's path inside the package.
    package var path: String
    /// Changes with every version of the package.
    package var label: String
    /// Origins of pages that may show it in a frame, beside our own: those of the platform of the launch.
    package var frameOrigins: [String]
}

/// Finds a file for a path of the content host: readable while its session is open, and only under its package's own
/// host name (design D9).
package struct ReadContentFile: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameters:
    ///   - secret: the part of the path that names the session.
    ///   - path: decoded, relative to the package.
    ///   - host: the request's `Host`, with its port.
    /// - Throws: `forbidden` without an open session or under another host name; `notFound`.
    package func run(secret: String, path: String, host: String?) async throws -> ContentFile {
        let services = services
        let found = try await services.database.read { tx -> (label: String, origins: [String])? in
            let now = services.world.now()
            guard let session = try ContentSessions().find(pathSecret: secret, now: now, in: tx),
                let version = try PackageStore(session.tenant).version(session.version, in: tx)
            else { return nil }
            return (version.label, try LaunchSessions.find(session.handle, in: tx)?.frameOrigins ?? [])
        }
        guard let found, isAtHome(host, found.label) else {
            throw ServiceError(.forbidden, "This page is no longer open. Please open the lesson again.")
        }
        let files = services.packageFiles
        guard let location = files.location(of: path, label: found.label), let size = files.size(of: location) else {
            throw ServiceError(.notFound, "There is no such file.")
        }
        return ContentFile(
            location: location, size: size, path: path, label: found.label, frameOrigins: found.origins)
    }

    /// One package's page under another's host name would share its origin.
    private func isAtHome(_ host: String?, _ label: String) -> Bool {
        guard services.settings.usesContentLabels else { return true }
        return host?.lowercased().hasPrefix(label + ".") ?? false
    }
}

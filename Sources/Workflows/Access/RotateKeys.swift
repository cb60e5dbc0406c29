import Access
import Connections
import Database
import Values

/// Rotates the signing keys that have reached their age, the shared one and each platform's own, with the overlap of every
/// rotation: published an hour before it signs, and the old one for 30 days after (LTI-KEY-06, LTI-KEY-08).
package struct RotateKeys: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Any number of nodes may run it: the folder's lock lets one make the key, and the others find it made.
    /// - Returns: how many new keys there are; always 0 where the age is set to 0 days.
    /// - Throws: the first fault, after all the others were tried.
    @discardableResult
    package func run() async throws -> Int {
        let age = services.settings.keyRotationDays * 86_400
        guard age > 0 else { return 0 }
        var count = try await rotate(services.keyring, tenant: Tenants.first, age)
        var fault: (any Error)?
        for platform in try await services.database.read({ try Registrations.withOwnKeys(in: $0) }) {
            do {
                guard let own = try services.keyring.ofPlatformIfAny(platform.id) else { continue }
                count += try await rotate(own, tenant: platform.tenant, age)
            } catch { fault = fault ?? error }
        }
        if let fault { throw fault }
        return count
    }

    private func rotate(_ keyring: Keyring, tenant: TenantID, _ age: Int64) async throws -> Int {
        guard let entry = try await offPool({ try keyring.rotate(ifOlderThan: age) }) else { return 0 }
        try await ManageKeys(services).record("key.rotate", entry.kid, tenant, .service)
        return 1
    }
}

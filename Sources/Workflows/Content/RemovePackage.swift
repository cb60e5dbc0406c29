package import Access
import Content
import Database
package import Values

/// Takes a version of a package out of use. Statements, reports and titles stay; its files go a week later, so that
/// whoever has it open can finish (CMI-SAFE-10).
package struct RemovePackage: Sendable {
    package static let graceSeconds: Int64 = 604_800
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Throws: `notFound`.
    package func run(version: UUID16, tenant: TenantID, by actor: AuditActor) async throws {
        let now = services.world.now()
        try await services.database.write { tx in
            let store = PackageStore(tenant)
            guard try store.version(version, in: tx) != nil else {
                throw ServiceError(.notFound, "There is no such package.")
            }
            try store.remove(version: version, now: now, in: tx)
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "package.remove", objectKind: "package", objectID: "\(version)")
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    /// Removes files that nothing refers to any more, or never did: what crashed imports and removed versions left.
    /// To be called at the start and now and then.
    package func sweepFiles() async throws {
        let border = services.world.now().adding(seconds: -Self.graceSeconds)
        let known = try await services.database.read { try PackageStore.labels(keepingRemovedAfter: border, in: $0) }
        let files = services.packageFiles
        try await offPool { files.sweep(known: known) }
    }
}

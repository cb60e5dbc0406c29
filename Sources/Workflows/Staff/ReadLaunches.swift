package import Access
package import Connections
import Database
package import Values

/// Launches as a list, with the names of their platforms.
package struct LaunchList: Sendable {
    package var records: [LaunchRecord]
    /// By registration.
    package var platforms: [UUID16: String]
}

/// One launch with what it came by, as far as that is still there.
package struct LaunchDetails: Sendable {
    package var record: LaunchRecord
    package var platform: Registration?
    package var link: ResourceLink?
}

/// Reads launch records for staff. They hold no names; people are ids.
///
/// A launch of no known platform belongs to no tenant. Where a service has one customer, its staff see those too; else they
/// are found by the reference that a page showed, which nobody guesses.
package struct ReadLaunches: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// The newest first.
    package func list(
        outcome: LaunchRecord.Outcome?, before: Instant?, limit: Int = 50, for principal: StaffPrincipal
    ) async throws -> LaunchList {
        try principal.require(.managePlatforms)
        return try await services.database.read { tx in
            let records = try Self.visible(to: principal, tx).flatMap {
                try LaunchRecords.latest(limit, of: $0, outcome: outcome, before: before, in: tx)
            }
            let newest = records.sorted { ($0.at, $0.id) > ($1.at, $1.id) }.prefix(limit)
            let platforms = try Registrations.list(of: principal.tenant, in: tx).map { ($0.id, $0.name) }
            return LaunchList(
                records: Array(newest), platforms: Dictionary(platforms) { first, _ in first })
        }
    }

    /// - Parameter reference: the whole of it, as the page of a refusal shows it.
    package func find(reference: String, for principal: StaffPrincipal) async throws -> LaunchRecord? {
        try principal.require(.managePlatforms)
        return try await services.database.read { tx in
            try LaunchRecords.find(reference: reference, of: principal.tenant, in: tx)
                ?? LaunchRecords.find(reference: reference, of: LaunchRecord.noTenant, in: tx)
        }
    }

    /// One launch with every check; the reading is recorded.
    /// - Parameter reference: by which one of no platform may be read where the service has several customers.
    /// - Throws: `notFound`.
    package func run(
        _ id: UUID16, reference: String? = nil, for principal: StaffPrincipal
    ) async throws -> LaunchDetails {
        try principal.require(.managePlatforms)
        let now = services.world.now()
        return try await services.database.write { tx in
            guard let record = try Self.record(id, reference, principal, tx) else {
                throw ServiceError(.notFound, "There is no such launch.")
            }
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "launch.read", objectKind: "launch",
                objectID: id.description, person: record.person, purpose: "support")
            try AuditLog.append(event, in: tx, at: now)
            return LaunchDetails(
                record: record, platform: try record.registration.flatMap { try Registrations.find($0, in: tx) },
                link: try record.link.flatMap { try ResourceLinks(principal.tenant).find($0, in: tx) })
        }
    }

    private static func record(
        _ id: UUID16, _ reference: String?, _ principal: StaffPrincipal, _ tx: Transaction
    ) throws -> LaunchRecord? {
        for tenant in try visible(to: principal, tx) {
            if let record = try LaunchRecords.find(id, of: tenant, in: tx) { return record }
        }
        let foreign = try LaunchRecords.find(id, of: LaunchRecord.noTenant, in: tx)
        return foreign?.reference == reference ? foreign : nil
    }

    private static func visible(to principal: StaffPrincipal, _ tx: Transaction) throws -> [TenantID] {
        try Tenants.all(in: tx).count == 1 ? [principal.tenant, LaunchRecord.noTenant] : [principal.tenant]
    }
}

package import Access
package import Content
import Database

/// Reads the packages that lessons can be made of.
package struct ReadPackages: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    package func list(for principal: StaffPrincipal) async throws -> [(package: StoredPackage, newest: PackageVersion)]
    {
        try principal.require(.managePackages)
        return try await services.database.read { try PackageStore(principal.tenant).list(in: $0) }
    }
}

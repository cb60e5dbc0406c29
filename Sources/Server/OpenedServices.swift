import Access
import Cohorts
import Connections
import Content
import Cryptography
package import Database
import Exports
import Foundation
import LearningRecords
import OutboundHTTP
import Outbox
import PersonalData
import Privacy
package import Values
package import Workflows

/// The services that commands and the server work with, opened from a configuration.
package struct OpenedServices: Sendable {
    package let services: Services
    package let configuration: Configuration
    /// Whether a demo made the records, with passwords that everybody knows.
    package let isDemo: Bool

    /// Checks that data folder, database and keys belong together, opens them, and brings the schema up to date.
    /// - Parameter use: what to do where there is no store yet.
    package static func open(
        _ configuration: Configuration, world: World = .system, _ use: StoreUse = .making,
        adjust: (inout ServiceSettings) -> Void = { _ in }
    ) async throws -> OpenedServices {
        let (database, vault) = try await Store(configuration: configuration, world: world).open(use)
        do {
            try await makeFirstTenant(in: database, world: world)
            var settings = settings(of: configuration)
            adjust(&settings)
            return OpenedServices(
                services: try services(database, vault, configuration, settings, world), configuration: configuration,
                isDemo: try await database.instance()?.isDemo ?? false)
        } catch {
            await database.close()
            throw error
        }
    }

    private static func settings(of configuration: Configuration) -> ServiceSettings {
        var settings = ServiceSettings(publicURL: configuration.publicURL, contentURL: configuration.contentURL)
        settings.trustedProxies = configuration.trustedProxies
        settings.recordLimits = configuration.recordLimits
        settings.recordRequestsPerSecond = configuration.recordRequestsPerSecond
        settings.launchesPerSecond = configuration.launchesPerSecond
        settings.launchDays = configuration.launchDays
        settings.keyRotationDays = configuration.keyRotationDays
        settings.refusedVerbs = configuration.refusedVerbs.isEmpty ? nil : Set(configuration.refusedVerbs)
        settings.matchesHashedMailboxes = configuration.matchesHashedMailboxes
        settings.metadataHosts = Set(configuration.metadataHosts)
        settings.usesContentLabels = configuration.usesContentLabels
        return settings
    }

    private static func services(
        _ database: SQLDatabase, _ vault: Vault, _ configuration: Configuration, _ settings: ServiceSettings,
        _ world: World
    ) throws -> Services {
        Services(
            database: database, world: world, vault: vault,
            keyring: try Keyring(
                KeyFolder(path: configuration.keysFolder), passphrase: configuration.keysPassphrase, world: world),
            outbound: try OutboundClient(try configuration.outboundPolicy()),
            packageFiles: PackageFiles(dataFolder: configuration.dataFolder),
            attachmentFiles: AttachmentFiles(dataFolder: configuration.dataFolder),
            personalData: PersonalDataAssembly.registry(
                vault: vault, world: world, publicURL: configuration.publicURL,
                dataFolder: configuration.dataFolder), settings: settings)
    }

    package func close() async {
        try? await services.outbound.shutdown()
        await services.database.close()
    }

    /// A service for one customer needs no set-up: its tenant is there from the first start.
    private static func makeFirstTenant(in database: SQLDatabase, world: World) async throws {
        guard try await database.read({ try Tenants.all(in: $0).isEmpty }) else { return }
        try await database.write { tx in
            _ = try Tenants.create(Tenants.first, name: "Main", in: tx, now: world.now())
        }
    }
}

extension Configuration {
    package var databaseLocation: DatabaseLocation {
        if let url = databaseURL { .postgres(url) } else { .sqlite(dataFolder + "/lectern.sqlite") }
    }
}

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

    /// Opens the database and brings its schema up to date, opens the keys, and checks that folder and database belong
    /// together.
    package static func open(
        _ configuration: Configuration, world: World = .system,
        adjust: (inout ServiceSettings) -> Void = { _ in }
    ) async throws -> OpenedServices {
        try FileManager.default.createDirectory(
            atPath: configuration.dataFolder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let keys = try KeyFolder(path: configuration.keysFolder)
        let database = try await SQLDatabase.open(configuration.databaseLocation, world: world)
        try await database.migrate()
        try await checkInstance(of: database, folder: configuration.dataFolder)
        try await makeFirstTenant(in: database, world: world)
        let vault = try Vault.open(keys, passphrase: configuration.keysPassphrase, world: world)
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
        adjust(&settings)
        let services = Services(
            database: database, world: world, vault: vault,
            keyring: try Keyring(keys, passphrase: configuration.keysPassphrase, world: world),
            outbound: try OutboundClient(try configuration.outboundPolicy()),
            packageFiles: PackageFiles(dataFolder: configuration.dataFolder),
            attachmentFiles: AttachmentFiles(dataFolder: configuration.dataFolder),
            personalData: PersonalDataAssembly.registry(
                vault: vault, world: world, publicURL: configuration.publicURL,
                dataFolder: configuration.dataFolder), settings: settings)
        return OpenedServices(services: services, configuration: configuration)
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

    /// Several nodes share a data folder; one that is pointed at another service's folder must not start (design D15).
    private static func checkInstance(of database: SQLDatabase, folder: String) async throws {
        let file = URL(filePath: folder).appending(path: "instance-id")
        let own = try await database.instanceID().description
        if let text = try? String(contentsOf: file, encoding: .utf8) {
            guard text.trimmingCharacters(in: .whitespacesAndNewlines) == own else {
                throw ServiceError(
                    .invalid,
                    "The data folder belongs to another database: its instance-id isn't \(own). Check LECTERN_DATA and"
                        + " LECTERN_DATABASE_URL.")
            }
            return
        }
        try Data((own + "\n").utf8).write(to: file, options: .atomic)
    }
}

extension Configuration {
    package var databaseLocation: DatabaseLocation {
        if let url = databaseURL { .postgres(url) } else { .sqlite(dataFolder + "/lectern.sqlite") }
    }
}

import Cryptography
import Database
import Foundation
package import Values

/// Where the demo may work: its users have passwords that everybody knows, and erasures don't wait.
package struct DemoStore: Sendable {
    private let configuration: Configuration
    private let world: World

    package init(_ configuration: Configuration, world: World = .system) {
        self.configuration = configuration
        self.world = world
    }

    /// Looks, and changes nothing.
    /// - Throws: `conflict` for a store that holds records and isn't a demo's.
    package func requireOwn() async throws {
        let file = configuration.dataFolder + "/lectern.sqlite"
        guard configuration.databaseURL != nil || FileManager.default.fileExists(atPath: file) else { return }
        let database = try await SQLDatabase.open(configuration.databaseLocation, world: world)
        do {
            let isDemo = try await database.instance()?.isDemo ?? false
            let used = isDemo ? nil : try await database.firstUsedTable()
            await database.close()
            if let used { throw refusal(used) }
        } catch {
            await database.close()
            throw error
        }
    }

    private func refusal(_ table: String) -> ServiceError {
        let folder = URL(filePath: configuration.dataFolder).standardizedFileURL.path
        let place = configuration.databaseURL == nil ? folder : "LECTERN_DATABASE_URL"
        return ServiceError(
            .conflict,
            "The store in \(place) holds records (\(table)) and isn't a demo's: the demo would add users with known"
                + " passwords to it. Point LECTERN_DATA, LECTERN_KEYS and LECTERN_DATABASE_URL at new places, or run"
                + " it in another folder without them.")
    }
}

package import Database
import DemoJourney
package import Server
package import TestWorld
import Values

/// Where a service under test lives: a folder and a database of its own, and the addresses of both its hosts and of the
/// demo LMS.
package struct ServicePlace: Sendable {
    package let folder = TemporaryFolder()
    package let publicURL: String
    package let contentURL: String
    package let lmsURL: String
    package let ports: [Int]
    private let databaseURL: String?

    package init(_ engine: Engine) async throws {
        ports = try FreePort.find(3)
        publicURL = "http://localhost:\(ports[0])"
        contentURL = "http://content.localhost:\(ports[1])"
        lmsURL = "http://127.0.0.1:\(ports[2])"
        databaseURL = engine == .postgres ? try await TestDatabase.postgresURL() : nil
    }

    /// For a service in this process.
    package var configuration: Configuration {
        var configuration = Configuration()
        configuration.address = SocketAddress(host: "127.0.0.1", port: ports[0])
        configuration.contentAddress = SocketAddress(host: "127.0.0.1", port: ports[1])
        configuration.publicURL = publicURL
        configuration.contentURL = contentURL
        configuration.dataFolder = folder.path + "/data"
        configuration.keysFolder = folder.path + "/keys"
        configuration.allowPrivateAddresses = true
        configuration.databaseURL = databaseURL.map { Secret($0) }
        return configuration
    }

    /// The same for a process of its own.
    package var environment: [String: String] {
        var environment = [
            "LECTERN_ADDRESS": "127.0.0.1:\(ports[0])", "LECTERN_PUBLIC_URL": publicURL,
            "LECTERN_CONTENT_ADDRESS": "127.0.0.1:\(ports[1])", "LECTERN_CONTENT_URL": contentURL,
            "LECTERN_DATA": folder.path + "/data", "LECTERN_KEYS": folder.path + "/keys",
            "LECTERN_ALLOW_PRIVATE_ADDRESSES": "true", "LECTERN_LOG_LEVEL": "warning",
        ]
        environment["LECTERN_DATABASE_URL"] = databaseURL
        return environment
    }
}

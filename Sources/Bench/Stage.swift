import Access
import Database
import DemoJourney
import Foundation
import Server
import Values
import Workflows

/// A service on data of its own: prepared in this process, then served by a child.
struct Stage: Sendable {
    let configuration: Configuration
    private let executable: String

    /// - Parameter name: of its folder.
    init(_ name: String, in yard: Yard) throws {
        var configuration = Configuration()
        let ports = try FreePort.find(2)
        configuration.address = SocketAddress(host: "127.0.0.1", port: ports[0])
        configuration.contentAddress = SocketAddress(host: "127.0.0.1", port: ports[1])
        configuration.publicURL = "http://localhost:\(ports[0])"
        configuration.contentURL = "http://content.localhost:\(ports[1])"
        configuration.dataFolder = yard.path(name + "/data")
        configuration.keysFolder = yard.path(name + "/keys")
        configuration.allowPrivateAddresses = true
        configuration.databaseURL = try yard.postgres?.makeDatabase(name)
        self.configuration = configuration
        executable = yard.executable
    }

    var port: Int { configuration.address.port }
    /// SQLite's file, which the C loops read and copy.
    var databasePath: String { configuration.dataFolder + "/lectern.sqlite" }
    var isSQLite: Bool { configuration.databaseURL == nil }

    /// Works on the stage's data while nobody serves them.
    @discardableResult
    func prepare<Value: Sendable>(_ body: (Services) async throws -> Value) async throws -> Value {
        let opened = try await OpenedServices.open(configuration)
        do {
            let value = try await body(opened.services)
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw error
        }
    }

    /// A tenant and a client with the right to write and read statements.
    /// - Returns: its `Authorization` header.
    func makeClient() async throws -> String {
        try await prepare { services in
            try await services.database.write { tx in
                _ = try Tenants.create(Tenants.first, name: "Bench", in: tx, now: services.world.now())
            }
            guard let scopes = XAPIScopes("statements/write statements/read") else {
                throw BenchFailure("the scopes are gone")
            }
            let issued = try await ManageCredentials(services).add(
                name: "Bench", scopes: scopes, tenant: Tenants.first, by: .commandLine)
            let pair = Data((issued.keyID + ":" + issued.secret.reveal()).utf8)
            return "Authorization: Basic " + pair.base64EncodedString()
        }
    }

    /// Serves until `body` is done.
    func serve<Value>(_ body: (ServedChild) async throws -> Value) async throws -> Value {
        let child = try ServedChild(executable, environment)
        defer { child.stop() }
        try child.waitUntilReady(port: port)
        return try await body(child)
    }

    /// Starts a service and gives it when it is ready, to be stopped by the caller.
    func start() throws -> ServedChild {
        let child = try ServedChild(executable, environment)
        try child.waitUntilReady(port: port)
        return child
    }

    /// Runs a command on the stage's data while nobody serves them.
    func command(_ arguments: [String]) throws -> FinishedChild {
        try FinishedChild.run(executable, arguments, environment)
    }

    private var environment: [String: String] {
        var environment = [
            "LECTERN_ADDRESS": configuration.address.description,
            "LECTERN_CONTENT_ADDRESS": configuration.contentAddress.description,
            "LECTERN_PUBLIC_URL": configuration.publicURL, "LECTERN_CONTENT_URL": configuration.contentURL,
            "LECTERN_DATA": configuration.dataFolder, "LECTERN_KEYS": configuration.keysFolder,
            "LECTERN_ALLOW_PRIVATE_ADDRESSES": "true", "LECTERN_LAUNCH_RATE": "0", "PATH": "/usr/bin:/bin",
        ]
        environment["LECTERN_DATABASE_URL"] = configuration.databaseURL?.reveal()
        return environment
    }
}

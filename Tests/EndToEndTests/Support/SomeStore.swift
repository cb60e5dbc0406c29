import Access
import Cryptography
import Database
import Server
import ServiceWorld
import Values
import Workflows

/// A store that a first start has made, for commands of the binary.
struct SomeStore: Sendable {
    let place: ServicePlace

    init(_ engine: Engine) async throws {
        place = try await ServicePlace(engine)
        await (try OpenedServices.open(place.configuration)).close()
    }

    func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await ServiceProcess.run(arguments, environment: place.environment)
    }

    /// Adds `ada@example.com`.
    func addOwner() async throws {
        try await with { opened in
            try await ManageStaff(opened.services).add(
                login: "ada@example.com", password: Secret("correct horse battery"), roles: Roles([.owner]),
                tenant: Tenants.first, by: .commandLine)
        }
    }

    /// As a release left the database that wrote down nothing of its key.
    func forgetCheck() async throws {
        let database = try await SQLDatabase.open(place.configuration.databaseLocation, world: .system)
        try await database.write { try $0.execute("update database_instance set key_check = null") }
        await database.close()
    }

    @discardableResult
    func with<Value: Sendable>(_ body: (OpenedServices) async throws -> Value) async throws -> Value {
        let opened = try await OpenedServices.open(place.configuration)
        do {
            let value = try await body(opened)
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw error
        }
    }
}

import Access
import Database
import DemoData
import DemoJourney
import DemoLMS
import Foundation
import JSON
import Logging
import NIOCore
import Server
import ServiceLifecycle
import ServiceWorld
import TestWorld
import Values
import Workflows

/// The service in a process of its own, which a test may kill and start again, with the demo's data, beside a demo LMS
/// in this process that outlives it.
struct ServiceApart: Sendable {
    let place: ServicePlace
    let process: ServiceProcess
    let lms: DemoPlatform
    /// For HTTP Basic, with all scopes.
    let authorization: String

    /// Runs `body` with everything made and the process not started yet.
    static func with(
        _ engine: Engine, profile: PlatformProfile = .strict,
        _ body: @escaping @Sendable (ServiceApart) async throws -> Void
    ) async throws {
        let place = try await ServicePlace(engine)
        defer { place.folder.remove() }
        let logger = Logger(label: "test") { SwiftLogNoOpLogHandler($0) }
        let platform = try DemoPlatform(profile: profile, baseURL: place.lmsURL)
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        let lms = try DemoLMSServer(platform: platform, port: place.ports[2], logger: logger) { _ in started.yield() }
        var group = ServiceGroupConfiguration(services: [lms], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(5)
        let services = ServiceGroup(configuration: group)
        let work = Task {
            for await _ in running { break }
            let service = ServiceApart(
                place: place, process: ServiceProcess(arguments: ["serve"], environment: place.environment),
                lms: platform, authorization: try await prepare(place, platform))
            defer { service.process.kill() }
            try await body(service)
        }
        let stop = Task {
            _ = await work.result
            await services.triggerGracefulShutdown()
        }
        do { try await services.run() } catch { work.cancel() }
        await stop.value
        try await work.value
    }

    private static func prepare(_ place: ServicePlace, _ platform: DemoPlatform) async throws -> String {
        let opened = try await OpenedServices.open(place.configuration)
        let demo = try await DemoTenant.make(opened.services)
        try await demo.connect(platform, to: opened.services)
        let issued = try await ManageCredentials(opened.services).add(
            name: "Test", scopes: XAPIScopes(Set(XAPIScope.allCases)), tenant: DemoTenant.tenant, by: .service)
        await opened.close()
        return "Basic " + Data("\(issued.keyID):\(issued.secret.reveal())".utf8).base64EncodedString()
    }

    func start() async throws {
        let probe = BrowserClient(timeout: .seconds(2))
        let url = place.publicURL + "/readyz"
        try await process.start { (try? await probe.get(url))?.status == 200 }
    }

    /// Reads the database that the stopped service left.
    func inspect<Value: Sendable>(_ look: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        let opened = try await OpenedServices.open(place.configuration)
        do {
            let value = try await opened.services.database.read { try look($0) }
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw error
        }
    }

    /// Runs a command of the binary against the same data.
    func command(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await ServiceProcess.run(arguments, environment: place.environment)
    }
}

// MARK: - Statements

extension ServiceApart {
    /// Of the test's client.
    var headers: [(String, String)] {
        [
            ("Authorization", authorization), ("X-Experience-API-Version", "1.0.3"),
            ("Content-Type", "application/json"),
        ]
    }

    func statementURL(_ statement: JSONNode) -> String {
        guard case .string(let id)? = statement["id"] else { return "" }
        return place.publicURL + "/xapi/statements?statementId=" + id
    }
}

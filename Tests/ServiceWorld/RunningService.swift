package import Database
package import DemoData
package import DemoJourney
package import DemoLMS
import Foundation
import Logging
import Server
import ServiceLifecycle
import Synchronization
import TestWorld
import Values
package import Workflows

/// The whole service in this process, on real sockets, beside a demo LMS of a chosen profile, with the demo's data.
package struct RunningService: Sendable {
    package let services: Services
    package let publicURL: String
    package let contentURL: String
    package let lmsURL: String
    package let lms: DemoPlatform
    package let demo: DemoTenant

    /// Runs `body` against a fresh service, which is gone afterwards.
    package static func with<Result: Sendable>(
        _ engine: Engine = .sqlite, profile: PlatformProfile = .strict,
        _ body: @escaping @Sendable (RunningService) async throws -> Result
    ) async throws -> Result {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        var logger = Logger(label: "test") { SwiftLogNoOpLogHandler($0) }
        logger.logLevel = .critical
        let ports = try FreePort.find(3)
        let publicURL = "http://localhost:\(ports[0])"
        let contentURL = "http://content.localhost:\(ports[1])"
        let lmsURL = "http://127.0.0.1:\(ports[2])"
        let opened = try await open(engine, folder: folder.path, ports: ports, publicURL, contentURL)
        let platform = try DemoPlatform(profile: profile, baseURL: lmsURL)
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        let server = LecternServer(opened, logger: logger) { _, _ in started.yield() }
        let lms = try DemoLMSServer(platform: platform, port: ports[2], logger: logger) { _ in started.yield() }
        var group = ServiceGroupConfiguration(services: [server, lms], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(5)
        let services = ServiceGroup(configuration: group)
        let work = Task {
            var listening = running.makeAsyncIterator()
            for _ in 0..<2 { await listening.next() }
            let demo = try await DemoTenant.make(opened.services)
            try await demo.connect(platform, to: opened.services)
            return try await body(
                RunningService(
                    services: opened.services, publicURL: publicURL, contentURL: contentURL, lmsURL: lmsURL,
                    lms: platform, demo: demo))
        }
        let stop = Task {
            _ = await work.result
            await services.triggerGracefulShutdown()
        }
        do { try await services.run() } catch { work.cancel() }
        await stop.value
        await opened.close()
        return try await work.value
    }

    /// A learner with a browser of their own.
    package func visit() -> LearnerVisit { LearnerVisit(lms: lmsURL, world: services.world) }

    private static func open(
        _ engine: Engine, folder: String, ports: [Int], _ publicURL: String, _ contentURL: String
    ) async throws -> OpenedServices {
        var configuration = Configuration()
        configuration.address = SocketAddress(host: "127.0.0.1", port: ports[0])
        configuration.contentAddress = SocketAddress(host: "127.0.0.1", port: ports[1])
        configuration.publicURL = publicURL
        configuration.contentURL = contentURL
        configuration.dataFolder = folder + "/data"
        configuration.keysFolder = folder + "/keys"
        configuration.allowPrivateAddresses = true
        if engine == .postgres { configuration.databaseURL = Secret(try await TestDatabase.postgresURL()) }
        return try await OpenedServices.open(configuration)
    }
}

import Cryptography
package import Database
package import DemoData
package import DemoJourney
package import DemoLMS
import Foundation
import Logging
package import Server
import ServiceLifecycle
import TestWorld
package import Values
package import Workflows

/// The whole service in this process, on real sockets, beside a demo LMS of a chosen profile, with the demo's data.
package struct RunningService: Sendable {
    package let services: Services
    package let publicURL: String
    /// Where the main host listens, whatever its public name is.
    package let address: String
    package let contentURL: String
    package let lmsURL: String
    package let lms: DemoPlatform
    package let demo: DemoTenant

    /// Runs `body` against a fresh service, which is gone afterwards.
    /// - Parameters:
    ///   - adjust: changes the configuration before the service opens.
    ///   - world: a test's own clock, where it needs one.
    package static func with<Result: Sendable>(
        _ engine: Engine = .sqlite, profile: PlatformProfile = .strict, world: World = .system,
        adjust: (inout Configuration) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningService) async throws -> Result
    ) async throws -> Result {
        let place = try await ServicePlace(engine)
        defer { place.folder.remove() }
        var logger = Logger(label: "test") { SwiftLogNoOpLogHandler($0) }
        logger.logLevel = .critical
        var configuration = place.configuration
        adjust(&configuration)
        let opened = try await OpenedServices.open(configuration, world: world)
        let platform = try DemoPlatform(profile: profile, baseURL: place.lmsURL)
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        let server = LecternServer(opened, logger: logger) { _, _ in started.yield() }
        let lms = try DemoLMSServer(platform: platform, port: place.ports[2], logger: logger) { _ in started.yield() }
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
                    services: opened.services, publicURL: opened.configuration.publicURL,
                    address: opened.configuration.address.description, contentURL: opened.configuration.contentURL,
                    lmsURL: place.lmsURL, lms: platform, demo: demo))
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
}

import Database
import DemoData
import DemoLMS
import Logging
import Server
import ServiceLifecycle
import UnixSignals
import Values
import Workflows

/// The service with demo data and the demo LMS, in one process, ready to be run.
struct DemoStage {
    let opened: OpenedServices
    let demo: DemoTenant
    let platform: DemoPlatform
    let lmsURL: String
    private let lmsPort: Int

    static func open(
        _ configuration: Configuration, profile: PlatformProfile, lmsPort: Int
    ) async throws -> DemoStage {
        try await DemoStore(configuration).requireOwn()
        let opened = try await OpenedServices.open(configuration) { $0.erasureCoolOff = 0 }
        try await opened.services.database.write { try $0.markAsDemo() }
        let lmsURL = "http://127.0.0.1:\(lmsPort)"
        let platform = try DemoPlatform(profile: profile, baseURL: lmsURL)
        let demo = try await DemoTenant.make(opened.services)
        try await demo.connect(platform, to: opened.services)
        return DemoStage(opened: opened, demo: demo, platform: platform, lmsURL: lmsURL, lmsPort: lmsPort)
    }

    /// - Parameter onRunning: called once service and LMS listen.
    func group(
        logger: Logger, metrics: PrometheusRegistry?, stopsOnSignals: Bool,
        onRunning: @escaping @Sendable () async -> Void
    ) throws -> ServiceGroup {
        let waiting = Locked(2)
        let started: @Sendable () async -> Void = {
            let left = waiting.withLock { count in
                count -= 1
                return count
            }
            if left == 0 { await onRunning() }
        }
        let server = LecternServer(opened, metrics: metrics, logger: logger) { _, _ in await started() }
        let lms = try DemoLMSServer(platform: platform, port: lmsPort, logger: logger) { _ in await started() }
        var group = ServiceGroupConfiguration(
            services: [server, lms], gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [],
            logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(5)
        return ServiceGroup(configuration: group)
    }
}

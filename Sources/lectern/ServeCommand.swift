import ArgumentParser
import Logging
import Server
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the service until it is told to stop.",
        discussion: """
            Ends in order on SIGTERM and SIGINT: what is under way is finished first.

            Example: LECTERN_PUBLIC_URL=https://lectern.example.org lectern serve
            """)

    func run() async throws {
        try await tellingFaults {
            let settings = try Configuration.fromEnvironment()
            let (logger, metrics) = Observability.bootstrap(settings)
            let opened = try await OpenedServices.open(settings)
            let server = LecternServer(opened, metrics: metrics, logger: logger) { _, _ in
                logger.notice(
                    "serving",
                    metadata: ["public": "\(settings.publicURL)", "content": "\(settings.contentURL)"])
            }
            var group = ServiceGroupConfiguration(
                services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            // A client that holds a connection open can't hold up the end.
            group.maximumGracefulShutdownDuration = .seconds(20)
            try await ServiceGroup(configuration: group).run()
            await opened.close()
        }
    }
}

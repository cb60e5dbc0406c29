import ArgumentParser
import Logging
import Server
import ServiceLifecycle
import UnixSignals
import Values

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the service until it is told to stop.",
        discussion: """
            The first start makes the store: database, folders and keys. Ends in order on SIGTERM and SIGINT: what is \
            under way is finished first.

            Example: LECTERN_PUBLIC_URL=https://lectern.example.org lectern serve
            """)

    @Flag(
        inversion: .prefixedNo,
        help: "Do what waits: scores, notices, rosters, forwarding, clean-up. Without, a restored copy sends nothing.")
    var workers = true

    func run() async throws {
        try await tellingFaults {
            let settings = try Configuration.fromEnvironment()
            let (logger, metrics) = Observability.bootstrap(settings)
            let opened = try await OpenedServices.open(settings)
            do { try Self.judgeDemo(opened, logger) } catch {
                await opened.close()
                throw error
            }
            let server = LecternServer(opened, metrics: metrics, logger: logger, works: workers) { _, _ in
                logger.notice(
                    "serving",
                    metadata: [
                        "public": "\(settings.publicURL)", "content": "\(settings.contentURL)",
                        "workers": "\(workers)",
                    ])
            }
            var group = ServiceGroupConfiguration(
                services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            // A client that holds a connection open can't hold up the end.
            group.maximumGracefulShutdownDuration = .seconds(20)
            try await ServiceGroup(configuration: group).run()
            await opened.close()
        }
    }

    /// A demo's users have passwords that everybody knows.
    private static func judgeDemo(_ opened: OpenedServices, _ logger: Logger) throws {
        guard opened.isDemo else { return }
        guard opened.configuration.isForThisMachine else {
            throw ServiceError(
                .conflict,
                "The store is a demo's, whose users have passwords that everybody knows. Point LECTERN_DATA, LECTERN_KEYS"
                    + " and LECTERN_DATABASE_URL at new places.")
        }
        logger.warning("the store is a demo's, whose users have passwords that everybody knows")
    }
}

import Access
import Logging
import Outbox
import ServiceLifecycle
import Workflows

/// What runs beside the hosts.
enum Workers {
    static func all(_ services: Services, logger: Logger) -> [any Service] {
        [
            OutboxWorker(
                database: services.database,
                handlers: [
                    PostScores(services), UpdateLineItems(services), RosterSchedule(services), FetchMetadata(services),
                    ForwardStatements(services), WorkNotice(services), SubscribeNotices(services),
                    CleanMedia(services),
                ],
                world: services.world, logger: logger),
            AuditSealing(services: services, logger: logger),
            Sweep("open sessions", every: .seconds(30), logger) { _ = try await CloseSessions(services).run() },
            Sweep("expired rows", every: .seconds(60), logger) { _ = try await SweepExpired(services).run() },
            Sweep("signing keys", every: .seconds(3_600), logger) { try await RotateKeys(services).run() },
            Sweep("files of packages", every: .seconds(6 * 3_600), logger) {
                try await RemovePackage(services).sweepFiles()
            },
            Sweep("what is to be forwarded", every: .seconds(1), logger) { try await QueueForwarding(services).run() },
            Sweep("data of attachments", every: .seconds(900), logger) {
                _ = try await SweepAttachments(services).run()
            },
        ]
    }
}

/// Links the audit lines within a second, and signs the daily head.
struct AuditSealing: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        let sealer = AuditSealer(database: services.database, keyring: services.keyring, world: services.world)
        await cancelWhenGracefulShutdown {
            await sealer.run { error in
                logger.warning("audit lines can't be sealed", metadata: ["cause": "\(error)"])
            }
        }
    }
}

/// Ends or forgets what is over: at the start, and again and again.
struct Sweep: Service {
    private let what: String
    private let interval: Duration
    private let logger: Logger
    private let sweep: @Sendable () async throws -> Void

    init(
        _ what: String, every interval: Duration, _ logger: Logger, _ sweep: @escaping @Sendable () async throws -> Void
    ) {
        self.what = what
        self.interval = interval
        self.logger = logger
        self.sweep = sweep
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await sweep() } catch is CancellationError { return } catch {
                    logger.warning("a sweep failed", metadata: ["of": "\(what)", "cause": "\(error)"])
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}

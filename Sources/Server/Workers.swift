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
                database: services.database, handlers: [PostScores(services)], world: services.world, logger: logger),
            AuditSealing(services: services, logger: logger),
            SessionSweep(services: services, logger: logger),
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

/// Ends what nobody ended: abandoned content sessions, expired staff sessions, launch states, rate limits.
struct SessionSweep: Service {
    let services: Services
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await CloseSessions(services).run()
                    try await SweepLaunches(services).run()
                } catch {
                    logger.warning("sessions can't be swept", metadata: ["cause": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(30))
            }
        }
    }
}

import NIOPosix
import Values

extension NIOThreadPool {
    /// Runs blocking work on one of the pool's threads.
    /// - Throws: what `body` throws; `ServiceError(.unavailable)` when the pool was shut down.
    func work<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await runIfActive(body)
        } catch is CancellationError where !Task.isCancelled {
            throw ServiceError.closed
        }
    }
}

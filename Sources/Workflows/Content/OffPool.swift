import Dispatch

/// Runs work that blocks (reading a zip, writing files) on a thread of its own, so that the few threads on which tasks
/// run stay free.
package func offPool<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
    }
}

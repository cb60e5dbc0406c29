/// A write that waits for its turn, and the caller who waits for its end.
protocol WriteJob: AnyObject, Sendable {
    /// Runs the body and keeps its value.
    func perform(in transaction: Transaction) throws
    /// Answers the caller: its value is on disk.
    func succeed()
    func fail(_ error: any Error)
}

/// `@unchecked Sendable`: after it is queued only the writer's thread touches it.
final class TypedWriteJob<Value: Sendable>: WriteJob, @unchecked Sendable {
    private let body: @Sendable (Transaction) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private var value: Value?

    init(
        body: @escaping @Sendable (Transaction) throws -> Value, continuation: CheckedContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func perform(in transaction: Transaction) throws { value = try body(transaction) }

    func succeed() {
        guard let value else { return fail(DatabaseError(.misuse, "a write was answered before it ran")) }
        continuation.resume(returning: value)
    }

    func fail(_ error: any Error) { continuation.resume(throwing: error) }
}

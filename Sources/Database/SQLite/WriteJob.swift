/// A write that waits for its turn, and the caller who waits for its end.
protocol WriteJob: AnyObject, Sendable {
    /// Joins nobody's transaction, but others may join its own.
    var opensTransaction: Bool { get }
    /// Runs the body and keeps its value.
    func perform(in transaction: Transaction) throws
    /// Answers the caller: its value is on disk.
    func succeed()
    func fail(_ error: any Error)
}

/// `@unchecked Sendable`: after it is queued only the writer's thread touches it.
final class TypedWriteJob<Value: Sendable>: WriteJob, @unchecked Sendable {
    let opensTransaction: Bool
    private let body: @Sendable (Transaction) throws -> Value
    private let answered: @Sendable (Result<Value, any Error>) -> Void
    private var value: Value?

    init(
        opensTransaction: Bool, _ body: @escaping @Sendable (Transaction) throws -> Value,
        answered: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        self.opensTransaction = opensTransaction
        self.body = body
        self.answered = answered
    }

    func perform(in transaction: Transaction) throws { value = try body(transaction) }

    func succeed() {
        guard let value else { return fail(DatabaseError(.misuse, "a write was answered before it ran")) }
        answered(.success(value))
    }

    func fail(_ error: any Error) { answered(.failure(error)) }
}

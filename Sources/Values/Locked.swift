import Glibc

/// A value that one thread at a time may touch.
///
/// It behaves as `Synchronization.Mutex` does, and rests on a POSIX mutex, which ThreadSanitizer sees: of `Mutex`, built on
/// futexes, it knows nothing and reports each use as a race.
public final class Locked<Value>: @unchecked Sendable {  // `mutex` protects `value`
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    public init(_ value: consuming sending Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` while no other thread can. It must not call back into the same lock.
    public func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}

import Values

/// OpenSSL contexts kept ready, since making one costs about as much as a short computation with it.
///
/// Sendable without a check: a context is in the list or in the hands of one caller, never both, and the list has
/// a lock.
final class ContextPool: @unchecked Sendable {
    private let idle = Locked<[UnsafeContext]>([])
    private let make: () -> OpaquePointer?
    private let free: (OpaquePointer?) -> Void
    private static let kept = 16

    private struct UnsafeContext: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    init(make: @escaping @Sendable () -> OpaquePointer?, free: @escaping @Sendable (OpaquePointer?) -> Void) {
        self.make = make
        self.free = free
    }

    deinit { idle.withLock { $0.forEach { free($0.pointer) } } }

    /// Lends a context, or nil where OpenSSL couldn't make one.
    func withContext<R>(_ body: (OpaquePointer?) throws -> R) rethrows -> R {
        let ready = idle.withLock { $0.popLast() }
        guard let context = ready?.pointer ?? make() else { return try body(nil) }
        defer { giveBack(context) }
        return try body(context)
    }

    private func giveBack(_ context: OpaquePointer) {
        let lent = UnsafeContext(pointer: context)
        let isKept = idle.withLock { list in
            guard list.count < Self.kept else { return false }
            list.append(lent)
            return true
        }
        if !isKept { free(context) }
    }
}

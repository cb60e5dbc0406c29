import Values

/// Remembers numbers that any thread reports.
final class Tally: Sendable {
    private let state = Locked<[Int]>([])

    func count(_ number: Int = 1) { state.withLock { $0.append(number) } }
    var total: Int { state.withLock { $0.count } }
    var numbers: Set<Int> { state.withLock { Set($0) } }
}

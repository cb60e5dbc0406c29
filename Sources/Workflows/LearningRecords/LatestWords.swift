import Values

/// What this node heard last of each thing, so that it needn't be looked up again. It is believed for a minute only, since
/// other nodes and other ways lead into the same store.
final class LatestWords: Sendable {
    private struct Heard {
        var since: ContinuousClock.Instant
        var words: [[UInt8]: [UInt8]] = [:]
    }

    private static let life = Duration.seconds(60)
    private let limit: Int
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let heard: Locked<Heard>

    /// - Parameter limit: of things; beyond it all are forgotten and looked up again.
    init(limit: Int, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.limit = limit
        self.clock = clock
        heard = Locked(Heard(since: clock()))
    }

    subscript(thing: [UInt8]) -> [UInt8]? {
        let now = clock()
        return heard.withLock { heard in
            if now - heard.since > Self.life { heard = Heard(since: now) }
            return heard.words[thing]
        }
    }

    func remember(_ words: [(thing: [UInt8], word: [UInt8])]) {
        guard !words.isEmpty else { return }
        heard.withLock { heard in
            if heard.words.count + words.count > limit { heard.words.removeAll(keepingCapacity: true) }
            for (thing, word) in words { heard.words[thing] = word }
        }
    }
}

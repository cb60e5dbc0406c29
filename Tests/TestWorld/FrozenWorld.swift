public import Values

/// A world that a test owns: its clock stands until it is set, and its randomness is the same in every run.
///
///     let frozen = FrozenWorld()
///     let services = Services(world: frozen.world, …)
///     frozen.advance(seconds: 3_600)
public final class FrozenWorld: Sendable {
    private struct State {
        var now: Instant
        var random: UInt64
    }

    private let state: Locked<State>

    /// - Parameters:
    ///   - now: where the clock stands; default 2026-11-19T08:15:30Z, a Thursday.
    ///   - seed: worlds with the same seed give the same bytes in the same order.
    public init(now: Instant = Instant(unixSeconds: 1_795_076_130), seed: UInt64 = 1) {
        state = Locked(State(now: now, random: seed))
    }

    /// What is handed to the code under test.
    public var world: World {
        World(now: { self.now }, randomBytes: { self.randomBytes($0) })
    }

    public var now: Instant {
        get { state.withLock { $0.now } }
        set { state.withLock { $0.now = newValue } }
    }

    public func advance(seconds: Int64) { state.withLock { $0.now = $0.now.adding(seconds: seconds) } }

    public func advance(days: Int64) { advance(seconds: days * 86_400) }

    public func randomBytes(_ count: Int) -> [UInt8] {
        state.withLock { state in (0..<count).map { _ in UInt8(truncatingIfNeeded: Self.step(&state.random) >> 56) } }
    }

    /// SplitMix64: well spread, and the same everywhere.
    private static func step(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

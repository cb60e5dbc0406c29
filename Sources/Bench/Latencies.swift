/// How long each of many calls took, in milliseconds.
struct Latencies: Sendable {
    private var sorted: [Double] = []

    /// Calls one after another, the first ones not counted.
    static func measure(_ count: Int, warmUp: Int = 3, _ call: (Int) async throws -> Void) async throws -> Latencies {
        var latencies = Latencies()
        for number in 0..<count + warmUp {
            let start = ContinuousClock.now
            try await call(number)
            if number >= warmUp { latencies.sorted.append(start.duration(to: .now).seconds * 1_000) }
        }
        latencies.sorted.sort()
        return latencies
    }

    func percentile(_ percent: Int) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }
}

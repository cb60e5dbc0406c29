extension Bench.Group {
    /// From the start of the process to its first good answer at `/readyz`, on data that are there already; and what it
    /// holds while nobody asks anything.
    static let start = Bench.Group(["start", "memory-idle"]) { yard in
        let stage = try Stage("start", in: yard)
        _ = try await stage.makeClient()
        var times: [Double] = []
        var memory = 0.0
        for _ in 0..<5 {
            let begin = ContinuousClock.now
            let child = try stage.start()
            times.append(begin.duration(to: .now).seconds)
            try await Task.sleep(for: .seconds(1))
            memory = max(memory, child.figures.memory)
            child.stop()
        }
        times.sort()
        yard.add(
            BenchRow(
                id: "start", what: "start of the process to ready", value: times[2], unit: "s", goal: "< 0.3",
                data: "median of 5"))
        yard.add(
            BenchRow(
                id: "memory-idle", what: "memory of the idle service", value: memory, unit: "MiB",
                data: "resident, a second after the start"))
    }
}

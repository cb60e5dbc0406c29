import CReference
import Cryptography
import DemoData
import DemoJourney
import DemoLMS
import Logging
import Values
import Workflows

extension Bench.Group {
    /// Login, launch and course page over HTTP, by the service's processor time, against that of what can't be left out:
    /// as many bare requests, one signature verified, and the rows of two commits.
    static let launch = Bench.Group(["launch", "launch-p95"]) { yard in
        let stage = try Stage("launch", in: yard)
        let authorization = try await stage.makeClient()
        let lmsPort = try FreePort.find(1)[0]
        let platform = try DemoPlatform(profile: .canvas, baseURL: "http://127.0.0.1:\(lmsPort)")
        try await stage.prepare { services in
            let demo = try await DemoTenant.make(services)
            try await demo.connect(platform, to: services)
            try await BulkLoad(services, authorization).run(from: 0, to: 2_000)
        }
        var quiet = Logger(label: "lms")
        quiet.logLevel = .critical
        let (running, started) = AsyncStream.makeStream(of: Void.self)
        let lms = try DemoLMSServer(platform: platform, port: lmsPort, logger: quiet) { _ in started.yield() }
        let serving = Task { try await lms.run() }
        for await _ in running { break }
        defer { serving.cancel() }
        try await stage.serve { child in
            let visits = try await LaunchVisits.make(1_000, to: platform.baseURL, child)
            let parts = try LaunchParts.measure(stage, child, yard)
            yard.add(
                BenchRow(
                    id: "launch", what: "login, launch and course page, by processor time", value: visits.rate,
                    unit: "launches/CPU s", limit: parts, goal: "≥ 0.5", p50: visits.latencies.percentile(50),
                    p99: visits.latencies.percentile(99), data: "latency with the LMS's own part"))
            yard.add(
                BenchRow(
                    id: "launch-p95", what: "95th percentile of login, launch and course page, keys cached",
                    value: visits.latencies.percentile(95), unit: "ms", goal: "< 150",
                    p50: visits.latencies.percentile(50), p99: visits.latencies.percentile(99),
                    data: "1,000 launches, with the LMS's own part"))
        }
    }
}

/// Launches by browsers of their own, one after another.
private struct LaunchVisits {
    /// Launches for each second of the service's processor time.
    let rate: Double
    let latencies: Latencies

    static func make(_ count: Int, to lms: String, _ child: ServedChild) async throws -> LaunchVisits {
        var before = 0.0
        let people = DemoPerson.all.filter { !$0.isInstructor }
        let latencies = try await Latencies.measure(count, warmUp: 20) { number in
            if number == 20 { before = child.figures.processorTime }
            let visit = LearnerVisit(lms: lms, world: .system)
            let page = try await visit.launch("tides", as: people[number % people.count].id)
            guard page.status == 200 else { throw BenchFailure("a launch was answered \(page.status)") }
        }
        return LaunchVisits(rate: Double(count) / (child.figures.processorTime - before), latencies: latencies)
    }
}

private enum LaunchParts {
    /// Login, launch, and the page that the launch leads to.
    private static let requests = 3.0
    /// The login's and the launch's.
    private static let commits = 2.0

    /// - Returns: how often in a second of processor time.
    static func measure(_ stage: Stage, _ child: ServedChild, _ yard: Yard) throws -> Double {
        let before = child.figures.processorTime
        let bare = try LoadResult.load(port: stage.port, connections: 1, [.get("/healthz")], seconds: 2)
        let request = (child.figures.processorTime - before) / Double(bare.answers)
        let verify = 1 / (try reached("RS256", lectern_reference_rs256_verify(1_500, 1)))
        defer { yard.remove("reference.sqlite") }
        let commit =
            1
            / (try reached(
                "commits of one", lectern_reference_insert(stage.databasePath, yard.path("reference.sqlite"), 2_000, 1)))
        return 1 / (requests * request + verify + commits * commit)
    }
}

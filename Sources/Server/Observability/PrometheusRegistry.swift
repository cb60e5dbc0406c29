package import CoreMetrics
import Values

/// Keeps every metric in memory and prints them in the Prometheus text format (version 0.0.4).
///
/// Counters end in `_total`, timers become histograms in seconds. Labels come from bounded sets only: route templates,
/// verbs, outcomes.
package final class PrometheusRegistry: MetricsFactory, Sendable {
    struct Key: Hashable {
        var label: String
        var dimensions: [String]
    }

    private let series = Locked<[Key: PrometheusSeries]>([:])

    package init() {}

    private func series(
        _ kind: PrometheusSeries.Kind, _ label: String, _ dimensions: [(String, String)]
    ) -> PrometheusSeries {
        let key = Key(label: label, dimensions: dimensions.flatMap { [$0.0, $0.1] })
        return series.withLock { all in
            if let known = all[key] { return known }
            let made = PrometheusSeries(kind: kind, label: label, dimensions: dimensions)
            all[key] = made
            return made
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(.counter, label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(.counter, label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(.gauge, label, dimensions)
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        series(aggregate ? .histogram : .gauge, label, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(.histogram, label, dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// Makes this the process's metrics backend; once a process.
    package func bootstrap() { MetricsSystem.bootstrap(self) }

    /// The whole exposition, one family after the other in order of name.
    package func exposition() -> String {
        let all = series.withLock { Array($0.values) }
        let families = Dictionary(grouping: all, by: \.name).sorted { $0.key < $1.key }
        return families.map { name, members in
            "# TYPE \(name) \(members[0].kind.rawValue)\n"
                + members.sorted { $0.labels < $1.labels }.map { $0.lines() }.joined()
        }.joined()
    }
}

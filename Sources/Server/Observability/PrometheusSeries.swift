import CoreMetrics
import Values

/// One metric with one set of labels: a counter, a gauge or a histogram.
final class PrometheusSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler,
    TimerHandler, Sendable
{
    enum Kind: String { case counter, gauge, histogram }

    private struct State {
        var value = 0.0
        var count: Int64 = 0
        var buckets: [Int64]
    }

    /// Upper bounds in seconds; the last bucket has none.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    let kind: Kind
    let name: String
    /// `method="GET",route="/learn/:handle"`, or empty.
    let labels: String
    private let state = Locked(State(buckets: [Int64](repeating: 0, count: PrometheusSeries.bounds.count)))

    init(kind: Kind, label: String, dimensions: [(String, String)]) {
        self.kind = kind
        let plain = Self.legal(label)
        name = kind == .counter && !plain.hasSuffix("_total") ? plain + "_total" : plain
        labels = dimensions.map { "\(Self.legal($0.0))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }
    func increment(by amount: Double) { state.withLock { $0.value += amount } }
    func decrement(by amount: Double) { state.withLock { $0.value -= amount } }
    func reset() { state.withLock { $0.value = 0 } }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0.value = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        guard kind == .histogram else { return set(value) }
        state.withLock { state in
            state.count += 1
            state.value += value
            for (i, bound) in Self.bounds.enumerated() where value <= bound { state.buckets[i] += 1 }
        }
    }

    func lines() -> String {
        let state = state.withLock { $0 }
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        guard kind == .histogram else { return "\(name)\(braces) \(state.value)\n" }
        let prefix = labels.isEmpty ? "" : labels + ","
        var text = ""
        for (bound, count) in zip(Self.bounds, state.buckets) {
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(count)\n"
        }
        text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(state.count)\n"
        return text + "\(name)_sum\(braces) \(state.value)\n\(name)_count\(braces) \(state.count)\n"
    }

    private static func legal(_ name: String) -> String {
        String(
            name.unicodeScalars.map { scalar in
                scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
                    ? Character(scalar) : "_"
            })
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

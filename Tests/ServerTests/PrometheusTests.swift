import CoreMetrics
import Server
import Testing

@Suite struct PrometheusTests {
    @Test("Counters, gauges and timers print in the text format, hostile labels escaped")
    func exposition() {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "lectern.requests", dimensions: [("route", "/learn/:handle")]).increment(by: 2)
        registry.makeCounter(label: "lectern.requests", dimensions: [("route", "a\"b\nc")]).increment(by: 1)
        registry.makeMeter(label: "lectern_outbox_pending", dimensions: []).set(3.5)
        registry.makeTimer(label: "lectern_seconds", dimensions: []).recordNanoseconds(3_000_000)
        let lines = registry.exposition().split(separator: "\n").map(String.init)
        #expect(lines.contains("# TYPE lectern_requests_total counter"))
        #expect(lines.contains("lectern_requests_total{route=\"/learn/:handle\"} 2.0"))
        #expect(lines.contains("lectern_requests_total{route=\"a\\\"b\\nc\"} 1.0"))
        #expect(lines.contains("lectern_outbox_pending 3.5"))
        #expect(lines.contains("lectern_seconds_bucket{le=\"0.0025\"} 0"))
        #expect(lines.contains("lectern_seconds_bucket{le=\"0.005\"} 1"))
        #expect(lines.contains("lectern_seconds_count 1"))
    }

    @Test("The same label and dimensions are one series")
    func oneSeries() {
        let registry = PrometheusRegistry()
        for _ in 0..<3 { registry.makeCounter(label: "x", dimensions: [("a", "b")]).increment(by: 1) }
        #expect(registry.exposition() == "# TYPE x_total counter\nx_total{a=\"b\"} 3.0\n")
    }
}

import Foundation

/// What happened to each test, found by the requirement ids that its name holds.
struct TestResults {
    enum Outcome { case passed, failed }

    /// Row id → (test name, outcome), in order of test name.
    private(set) var byRow: [String: [(test: String, outcome: Outcome)]] = [:]

    /// Adds one run's event stream (JSON lines, one test or event each).
    mutating func read(eventsAt file: URL) throws {
        var names: [String: String] = [:]
        var outcomes: [String: Outcome] = [:]
        for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
            guard let record = try JSONSerialization.jsonObject(with: line) as? [String: Any],
                let payload = record["payload"] as? [String: Any]
            else { continue }
            if record["kind"] as? String == "test", let id = payload["id"] as? String {
                names[id] = payload["displayName"] as? String ?? payload["name"] as? String
            } else if payload["kind"] as? String == "testEnded", let id = payload["testID"] as? String {
                let symbol = (payload["messages"] as? [[String: Any]])?.first?["symbol"] as? String
                outcomes[id] = symbol?.hasPrefix("pass") == true ? .passed : .failed
            }
        }
        for (id, outcome) in outcomes {
            guard let name = names[id] else { continue }
            for row in Set(name.matches(of: /[A-Z]+(-[A-Z0-9]+)+-[0-9]+/).map { String($0.output.0) }) {
                byRow[row, default: []].append((name, outcome))
            }
        }
        for row in byRow.keys { byRow[row]?.sort { $0.test < $1.test } }
    }
}

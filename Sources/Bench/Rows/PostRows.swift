import CReference
import JSON

extension Bench.Group {
    /// POST /xapi/statements, durable, against a C loop that writes the same rows.
    static let posting = Bench.Group(["post-one-16", "post-one-64", "post-batch", "memory-posting"]) { yard in
        let rows = [
            PostRow(id: "post-one-16", connections: 16, batch: 1, perCommit: 16, goal: 0.6),
            PostRow(id: "post-one-64", connections: 64, batch: 1, perCommit: 50, goal: 0.6),
            PostRow(id: "post-batch", connections: 16, batch: 50, perCommit: 50, goal: 0.8),
        ]
        let stage = try Stage("posting", in: yard)
        let authorization = try await stage.makeClient()
        try await stage.serve { child in
            let idle = child.figures.memory
            child.figures.forgetPeak()
            for row in rows where yard.wants(row.id) || yard.wants("memory-posting") {
                yard.add(try row.measure(stage, authorization, yard))
            }
            yard.add(
                BenchRow(
                    id: "memory-posting", what: "memory above idle while posting",
                    value: child.figures.peakMemory - idle,
                    unit: "MiB", goal: "≤ 64", data: "peak of the rows above"))
        }
    }
}

private struct PostRow {
    let id: String
    let connections: Int
    /// Statements of a request.
    let batch: Int
    /// Statements of a transaction of the C loop.
    let perCommit: Int32
    let goal: Double

    func measure(_ stage: Stage, _ authorization: String, _ yard: Yard) throws -> BenchRow {
        let requests = requests(authorization)
        func load(_ seconds: Double) throws -> LoadResult {
            try LoadResult.load(port: stage.port, connections: connections, requests, seconds: seconds)
        }
        _ = try load(1)
        let measured = try alternating {
            try load(3)
        } limit: {
            guard stage.isSQLite else { return nil }
            defer { yard.remove("reference.sqlite") }
            return try reached(
                "inserts",
                lectern_reference_insert(stage.databasePath, yard.path("reference.sqlite"), 60_000, perCommit)
            )
        }
        return BenchRow(
            id: id, what: "POST of \(batch == 1 ? "one statement" : "\(batch) statements"), \(connections) connections",
            value: measured.value.rate * Double(batch), unit: "statements/s", limit: measured.limit,
            goal: stage.isSQLite ? "≥ " + BenchRow.decimals(goal, 1) : "", p50: measured.value.p50,
            p99: measured.value.p99,
            data: stage.isSQLite ? "C loop: \(perCommit) a commit" : "PostgreSQL")
    }

    /// Different ones, so that the index sees many learners, registrations and lessons.
    private func requests(_ authorization: String) -> [HTTPText] {
        let headers = [authorization, "X-Experience-API-Version: 2.0.0"]
        return (0..<(batch == 1 ? 3_000 : 200)).map { number in
            let body =
                batch == 1
                ? BenchStatement(number: number).node.serialized
                : BenchStatement.batch(from: number * 37, count: batch)
            return .post("/xapi/statements", headers: headers, body)
        }
    }
}

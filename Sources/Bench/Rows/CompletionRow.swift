import CReference
import JSON
import Values
import Workflows

extension Bench.Group {
    /// Statements of enrolled learners, some of which complete a lesson, against the same POSTs without a lesson.
    static let completion = Bench.Group(["completion", "completion-each"]) { yard in
        for (id, every) in [("completion", 20), ("completion-each", 1)] where yard.wants(id) {
            let stage = try Stage(id, in: yard)
            let authorization = try await stage.makeClient()
            let school = try await stage.prepare { services in
                try await School.found(lessons: 40, cohorts: 1, learners: 500, services)
            }
            try await stage.serve { _ in
                let row = CompletionRow(id: id, every: every, school: school, authorization: authorization)
                yard.add(try row.measure(port: stage.port))
            }
        }
    }
}

private struct CompletionRow {
    private static let requests = 6_000
    let id: String
    /// One statement in so many completes.
    let every: Int
    let school: School
    let authorization: String

    func measure(port: Int) throws -> BenchRow {
        var round = 0
        _ = try load(port, round: 3, enrolled: false)
        let measured = try alternating {
            defer { round += 1 }
            return try load(port, round: round, enrolled: true)
        } limit: {
            try reached("POSTs without a lesson", load(port, round: round, enrolled: false).rate)
        }
        return BenchRow(
            id: id, what: "POSTs of which 1 in \(every) completes a lesson", value: measured.value.rate,
            unit: "statements/s", limit: measured.limit, goal: every == 20 ? "≥ 0.8" : "", p50: measured.value.p50,
            p99: measured.value.p99, data: "16 connections; limit: no such lesson")
    }

    /// Each completing statement is the first of its learner and lesson.
    private func load(_ port: Int, round: Int, enrolled: Bool) throws -> LoadResult {
        let requests = (0..<Self.requests).map { place in
            let number = round * Self.requests + place
            let lesson = number / every
            let completes = number % every == 0
            return HTTPText.post(
                "/xapi/statements", headers: [authorization, "X-Experience-API-Version: 2.0.0"],
                statement(lesson, completes: completes, enrolled: enrolled).serialized)
        }
        return try LoadResult.load(port: port, connections: 16, requests, most: Self.requests, seconds: 60)
    }

    private func statement(_ place: Int, completes: Bool, enrolled: Bool) -> JSONNode {
        let enrolment = school.enrolments[place % school.enrolments.count]
        let registration = enrolled ? enrolment : UUID16(high: enrolment.high ^ 1, low: enrolment.low)
        let activity = School.activity(place / school.enrolments.count % 40)
        return BenchStatement(number: place).node(
            verb: completes ? "completed" : "experienced", activity: completes ? activity : activity + "/page",
            registration: registration)
    }
}

import Access
import Cohorts
import Database
import Workflows

extension Bench.Group {
    /// A roster of 500 learners with their progress, and one enrolment, by the workflows that pages and commands call.
    static let cohorts = Bench.Group(["roster", "enrol"]) { yard in
        let stage = try Stage("cohorts", in: yard)
        _ = try await stage.makeClient()
        try await stage.prepare { services in
            let school = try await School.found(lessons: 40, cohorts: 2, learners: 500, services)
            if yard.wants("roster") { yard.add(try await roster(school, services)) }
            if yard.wants("enrol") { yard.add(try await enrol(school, services)) }
        }
    }

    private static func roster(_ school: School, _ services: Services) async throws -> BenchRow {
        let reader = RosterReader(tenant: School.tenant, instructor: school.people[0], cohort: school.cohorts[0])
        let latencies = try await Latencies.measure(50) { _ in
            let content = try await ReadRoster(services).run(school.cohorts[0], for: reader)
            guard content.learners.count == 500 else { throw BenchFailure("the roster isn't whole") }
        }
        return BenchRow(
            id: "roster", what: "roster of 500 learners, p95", value: latencies.percentile(95), unit: "ms",
            goal: "< 20", p50: latencies.percentile(50), p99: latencies.percentile(99),
            data: "names decrypted, 40 lessons each")
    }

    private static func enrol(_ school: School, _ services: Services) async throws -> BenchRow {
        let cohort = try await services.database.write { tx in
            try CohortStore(School.tenant).create(
                NewCohort(name: "New ones"), course: school.course, by: "bench", world: services.world, in: tx)
        }
        let latencies = try await Latencies.measure(400) { number in
            _ = try await EnrolPerson(services).run(
                person: school.people[number], cohort: cohort.id, tenant: School.tenant, by: .commandLine)
        }
        return BenchRow(
            id: "enrol", what: "one enrolment, durable, p95", value: latencies.percentile(95), unit: "ms",
            goal: "< 10", p50: latencies.percentile(50), p99: latencies.percentile(99), data: "one after another")
    }
}

import Access
import Cohorts
import Database
import JSON
import Privacy
import Values
import Workflows
import XAPI

/// The erasure of people with 500 statements each, in stores of different sizes.
enum EraseRow {
    private static let people = 5
    private static let statements = 500

    /// - Parameter smaller: milliseconds in the smaller store.
    /// - Returns: milliseconds.
    static func measure(_ stage: Stage, _ yard: Yard, size: String, smaller: Double?) async throws -> Double {
        let times = try await stage.prepare { services in
            let school = try await School.found(
                code: "ERASE-\(size)", lessons: 1, cohorts: 1, learners: people, services)
            let approvers = try await approvers(size, services)
            var times: [Double] = []
            for (person, enrolment) in zip(school.people, school.enrolments) {
                try await record(person, enrolment, services)
                times.append(try await erase(person, approvers, services))
            }
            return times.sorted()
        }
        let median = times[people / 2]
        yard.add(
            BenchRow(
                id: "erase-\(size)", what: "erasure of a person with \(statements) statements", value: median,
                unit: "ms", goal: smaller.map { "≤ " + BenchRow.short(2 * $0) } ?? "", p50: median,
                p99: times[people - 1], data: "\(size) statements stored; certificate signed"))
        return median
    }

    private static func approvers(_ size: String, _ services: Services) async throws -> [StaffPrincipal] {
        try await services.database.write { tx in
            try ["grace", "edith"].map { login in
                let roles = Roles([.privacy])
                let id = try StaffUsers(vault: services.vault, world: services.world).add(
                    login: "\(login)-\(size)", passwordHash: "none", roles: roles, tenant: School.tenant, in: tx,
                    now: services.world.now())
                return StaffPrincipal(tenant: School.tenant, user: id, roles: roles)
            }
        }
    }

    private static func record(_ person: UUID16, _ enrolment: UUID16, _ services: Services) async throws {
        let account = try await services.database.read { tx in
            let people = People(vault: services.vault, world: services.world)
            return try people.find(person, of: School.tenant, in: tx)?.accountName
        }
        let actor = services.actors(of: account ?? "").first?.agent ?? .null
        for start in stride(from: 0, to: statements, by: 100) {
            let nodes = (start..<start + 100).map { number -> JSONNode in
                guard
                    case .object(let members) = BenchStatement(number: number).node(
                        verb: "experienced", activity: School.activity(number % 40), registration: enrolment)
                else { return .null }
                let own = members.filter { $0.0 != "actor" }
                return .object([("id", .string(services.world.newID().description)), ("actor", actor)] + own)
            }
            try await services.database.write { tx in
                try RecordStatements(services).append(
                    service: nodes, tenant: School.tenant, in: tx, now: services.world.now())
            }
        }
    }

    /// - Returns: milliseconds of the erasure itself, durable.
    private static func erase(
        _ person: UUID16, _ approvers: [StaffPrincipal], _ services: Services
    ) async throws -> Double {
        let workflow = ErasePerson(services)
        let request = try await workflow.request(
            .id(person), ground: .childsData, tenant: School.tenant, by: .commandLine)
        for approver in approvers { _ = try await workflow.approve(request.id, by: approver) }
        let start = ContinuousClock.now
        _ = try await workflow.execute(
            request.id, confirmation: request.number, tenant: School.tenant, by: .commandLine)
        return start.duration(to: .now).seconds * 1_000
    }
}

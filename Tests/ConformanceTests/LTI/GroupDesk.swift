import Access
import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import ServiceWorld
import Testing
import Values
import Workflows

/// An administrator at the page of the groups of the demo LMS's course.
struct GroupDesk: Sendable {
    let service: RunningService
    let admin: BrowserClient
    let url: String

    static func open(_ service: RunningService) async throws -> GroupDesk {
        _ = try await service.visit().launch("tides", as: "u-2001")
        try await service.untilRead()
        let admin = try await PickerVisit.administrator(of: service)
        let platform = try await admin.get(service.publicURL + "/admin/platforms").links.first {
            $0.contains("/admin/platforms/0")
        }
        let page = try await admin.get(try #require(platform))
        return GroupDesk(
            service: service, admin: admin, url: try #require(page.links.first { $0.hasSuffix("/groups") }))
    }

    /// Presses "read the groups".
    func read() async throws -> Page {
        let page = try await admin.submit(admin.get(url).form(to: "/groups/read"))
        try #require(page.status == 200, "\(page.text)")
        return page
    }

    /// Chooses what one group leads to; the others stay as they are.
    func lead(_ name: String, to answer: String) async throws -> Page {
        let form = try #require(
            try await admin.get(url).forms.first { form in form.fields.contains { $0.name == "id-0" } })
        let names = ["Choir", "North", "South"]
        let place = try #require(names.firstIndex(of: name))
        return try await admin.submit(form, adding: [("group-\(place)", answer)])
    }

    /// Presses the button of the first set.
    func leadSet() async throws -> Page {
        let form = try await admin.get(url).forms.first { form in form.fields.contains { $0.name == "set" } }
        return try await admin.submit(try #require(form))
    }

    func cohorts() async throws -> [Cohort] {
        let course = service.demo.course
        return try await service.services.database.read { tx in
            try CohortStore(DemoTenant.tenant).list(course: course, in: tx).map(\.cohort)
        }
    }

    /// Who is active in each group, by the LMS's ids.
    func members() async throws -> [String: [String]] {
        let cohorts = try await cohorts()
        let (vault, world) = (service.services.vault, service.services.world)
        return try await service.services.database.read { tx in
            let people = People(vault: vault, world: world)
            var members: [String: [String]] = [:]
            for cohort in cohorts {
                let rows = try tx.rows(
                    "select person from enrolment where cohort = \(cohort.id) and status = 'active'")
                for row in rows {
                    guard let person = try people.find(try row.id(0), of: DemoTenant.tenant, in: tx) else { continue }
                    for known in try people.identifiers(of: person, in: tx) {
                        if case .lti(_, let user) = known.identifier { members[cohort.name, default: []].append(user) }
                    }
                }
            }
            return members.mapValues { $0.sorted() }
        }
    }

    func until(_ fits: @Sendable ([String: [String]]) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if fits(try await members()) { return }
            try await Task.sleep(for: .milliseconds(40))
        }
        throw BrowserClient.Failure(description: "the groups are \(try await members())")
    }

    /// The name of the group in which the last launch landed.
    func lastLanding() async throws -> String? {
        let records = try await service.services.database.read {
            try LaunchRecords.latest(1, of: DemoTenant.tenant, in: $0)
        }
        return try await cohorts().first { $0.id == records.first?.cohort }?.name
    }

    /// A reading of every roster, as the schedule makes it.
    func readRosters() async throws {
        let rosters = try await service.services.database.read { tx in
            try tx.rows("select id from roster order by created_at, id").map { try $0.id(0) }
        }
        for roster in rosters {
            while try await SyncRoster(service.services).run(roster, tenant: DemoTenant.tenant) == .running {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

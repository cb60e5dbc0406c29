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

/// An instructor on the roster page of the demo's group.
struct RosterVisit: Sendable {
    let service: RunningService
    let visit: LearnerVisit
    let url: String

    static func open(_ service: RunningService) async throws -> RosterVisit {
        let visit = service.visit()
        let page = try await visit.launch("tides", as: "u-2001")
        try await service.untilRead()
        return RosterVisit(service: service, visit: visit, url: page.url)
    }

    func press() async throws -> Page {
        let page = try await visit.browser.get(url)
        return try await visit.browser.submit(page.form(to: "staff/sync"))
    }

    /// Presses "update"; gives the page as text.
    @discardableResult
    func sync() async throws -> String {
        let page = try await press()
        try #require(page.status == 200, "\(page.text)")
        return page.text
    }

    func roster() async throws -> PlatformRoster {
        let cohort = service.demo.cohort
        let rosters = try await service.services.database.read { tx in
            try Rosters(DemoTenant.tenant).of(cohort: cohort, in: tx)
        }
        return try #require(rosters.first)
    }

    /// A reading as the schedule makes it.
    func background() async throws -> SyncRoster.Outcome {
        try await SyncRoster(service.services).run(roster().id, tenant: DemoTenant.tenant)
    }
}

extension RunningService {
    /// The enrolments of the demo's group.
    func enrolments() async throws -> [Enrolment] {
        let cohort = demo.cohort
        return try await services.database.read { tx in
            try tx.rows("select id from enrolment where cohort = \(cohort)").map {
                try Enrolments(DemoTenant.tenant).existing($0.id(0), in: tx)
            }
        }
    }

    func person(_ user: String) async throws -> UUID16? {
        let (vault, world, issuer) = (services.vault, services.world, lms.issuer)
        return try await services.database.read { tx in
            try People(vault: vault, world: world).find(
                .lti(issuer: issuer, subject: user), of: DemoTenant.tenant, in: tx)?.id
        }
    }

    /// By the LMS's id of the person; also of those who left it.
    func statuses() async throws -> [String: EnrolmentStatus] {
        var statuses: [String: EnrolmentStatus] = [:]
        let (people, vault, world) = (try await enrolments(), services.vault, services.world)
        for enrolment in people {
            let user = try await services.database.read { tx -> String? in
                let store = People(vault: vault, world: world)
                guard let person = try store.find(enrolment.person, of: DemoTenant.tenant, in: tx) else { return nil }
                for known in try store.identifiers(of: person, in: tx) {
                    if case .lti(_, let subject) = known.identifier { return subject }
                }
                return nil
            }
            if let user { statuses[user] = enrolment.status }
        }
        return statuses
    }

    /// Waits until the group's enrolments fit.
    func until(_ fits: @Sendable ([Enrolment]) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if fits(try await enrolments()) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "the enrolments never fit: \(try await enrolments().map(\.status))")
    }

    /// Waits until the reading that the first launch of an instructor brings about is over.
    func untilRead() async throws {
        let cohort = demo.cohort
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let state = try await services.database.read { tx in
                try Rosters(DemoTenant.tenant).of(cohort: cohort, in: tx).first?.state
            }
            if let state, state != .new { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserClient.Failure(description: "the roster was never read")
    }

    /// As if the last whole reading were long ago.
    func forgetFullReading() async throws {
        try await services.database.write { try $0.execute("update roster set full_at = 1") }
    }
}

extension DemoPerson {
    static func learner(_ id: String) -> DemoPerson {
        DemoPerson(id: id, givenName: "Extra", familyName: id, email: id + "@demo.example")
    }
}

extension PlatformProfile {
    static let nameless: PlatformProfile = {
        var profile = PlatformProfile.strict
        profile.sendsNameAndEmail = false
        profile.rosterRolesAreShort = true
        return profile
    }()

    static let smallPages: PlatformProfile = {
        var profile = PlatformProfile.strict
        profile.pageSize = 2
        profile.offersDifferences = false
        return profile
    }()

    static let largeRoster: PlatformProfile = {
        var profile = PlatformProfile.strict
        profile.pageSize = 500
        return profile
    }()
}

import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// The part of an instructor's page that is about the platform's own list of participants.
struct RosterSyncPages: Sendable {
    private let services: Services

    init(_ services: Services) { self.services = services }

    /// Empty where the platform has no roster service.
    func blocks(_ visit: LaunchVisit) async throws -> [Block] {
        guard let cohort = visit.session.cohort else { return [] }
        let rosters = try await ReadPlatformRosters(services).of(cohort: cohort, tenant: visit.session.tenant)
            .filter { $0.registration == visit.session.registration }
        guard let roster = rosters.first else { return [] }
        let wording = visit.wording
        let blocks: [Block] =
            [.heading(wording(.platformRoster)), .paragraph(wording(.platformRosterText))]
            + PlatformRosterView(roster: roster, wording: wording).blocks
        let form = FormView(
            action: visit.base + "staff/sync", submit: wording(.rosterUpdate), formToken: visit.formToken, fields: [])
        return blocks + [.form(form)]
    }

    /// Reads the list anew, and shows how it went on the roster's page.
    func sync(_ visit: LaunchVisit) async throws -> Response {
        switch try await ReadPlatformRosters(services).sync(visit.session) {
        case .running: throw ServiceError(.conflict, visit.wording(.rosterRunning), retryAfter: 10)
        case .impossible(let reason): throw ServiceError(.conflict, reason)
        case .done, .failed, .gone, nil: return Page.seeOther(visit.base + "staff")
        }
    }
}

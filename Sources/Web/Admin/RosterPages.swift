import Access
import Connections
import Hummingbird
import Texts
import Values
import Workflows

/// Platforms' lists of participants on the pages of our own staff: how each stands, and its reading by hand.
func addRosterPages(to routes: StaffRoutes) {
    let pages = RosterPages(services: routes.services)
    routes.form("cohorts/:cohort/rosters/:roster") { visit, form, context in
        try await pages.sync(
            visit, form, try context.parameters.identifier("roster"), of: try context.parameters.identifier("cohort"))
    }
}

struct RosterPages: Sendable {
    let services: Services

    /// Empty for a cohort whose platforms have no roster service.
    func blocks(_ visit: StaffVisit, cohort: UUID16) async throws -> [Block] {
        let wording = visit.wording
        return try await ReadPlatformRosters(services).of(cohort: cohort, for: visit.principal).flatMap { named in
            let roster = named.roster
            var blocks: [Block] = [.heading(wording(.platformRoster) + " · " + named.platform)]
            blocks += PlatformRosterView(roster: roster, wording: wording).blocks
            guard visit.principal.may(.manageCohorts) else { return blocks }
            let action = "/admin/cohorts/\(cohort)/rosters/\(roster.id)"
            blocks.append(.form(visit.form(action, .rosterUpdate, [])))
            if roster.state == .doubtful {
                var confirm = visit.form(action, .rosterConfirm, [])
                (confirm.hidden, confirm.isDangerous) = ([("drops", "1")], true)
                blocks.append(.form(confirm))
            }
            return blocks
        }
    }

    /// Those that need a look, for the overview; nothing when there are none.
    func inDoubt(_ visit: StaffVisit) async throws -> [Block] {
        let wording = visit.wording
        let rosters = try await ReadPlatformRosters(services).inDoubt(for: visit.principal)
        guard !rosters.isEmpty else { return [] }
        let table = Table(
            wording(.rostersToSee),
            columns: [wording(.groupField), wording(.platformField), wording(.status), wording(.rosterReadAt)],
            rows: rosters.map { named in
                [
                    .link(named.cohort, "/admin/cohorts/\(named.roster.cohort)"), .text(named.platform),
                    PlatformRosterView.badge(named.roster.state, wording), .moment(named.roster.syncedAt, wording),
                ]
            }, whenEmpty: wording(.none))
        return [.table(table)]
    }

    /// Reads the list anew; how it went stands on the cohort's page.
    func sync(_ visit: StaffVisit, _ form: FormBody, _ roster: UUID16, of cohort: UUID16) async throws -> Response {
        let outcome = try await ReadPlatformRosters(services).sync(
            roster, of: cohort, drops: form["drops"] == "1", by: visit.principal)
        switch outcome {
        case .running: throw ServiceError(.conflict, visit.wording(.rosterRunning), retryAfter: 10)
        case .impossible(let reason): throw ServiceError(.conflict, reason)
        case .done, .failed, .gone: return Page.seeOther("/admin/cohorts/\(cohort)")
        }
    }
}

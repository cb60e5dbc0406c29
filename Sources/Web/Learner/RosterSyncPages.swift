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
        let form = FormView(
            action: visit.base + "staff/sync", submit: wording(.rosterUpdate), formToken: visit.formToken, fields: [])
        let heading: [Block] = [.heading(wording(.platformRoster)), .paragraph(wording(.platformRosterText))]
        return heading + Self.standing(roster, wording) + [.form(form)]
    }

    /// How the last reading went, and what staff have to know of it.
    static func standing(_ roster: PlatformRoster, _ wording: Wording) -> [Block] {
        var blocks: [Block] = [.facts(facts(roster, wording))]
        if roster.state == .doubtful { blocks.append(.note(kind: "warn", text: wording(.rosterDoubtfulText))) }
        if roster.state == .unclear { blocks.append(.note(kind: "warn", text: wording(.rosterUnclearText))) }
        if roster.state == .mixed { blocks.append(.note(kind: "warn", text: wording(.rosterMixedText))) }
        if roster.state == .blocked {
            blocks.append(.note(kind: "warn", text: wording(.rosterBlockedText), faults: [roster.note]))
        }
        if roster.state == .failed { blocks.append(.note(kind: "bad", text: roster.note)) }
        return blocks
    }

    static func facts(_ roster: PlatformRoster, _ wording: Wording) -> [(label: String, cell: Cell)] {
        var facts: [(label: String, cell: Cell)] = [
            (wording(.status), badge(roster.state, wording)),
            (wording(.rosterReadAt), roster.syncedAt.map { .moment($0, wording) } ?? .text(wording(.rosterNever))),
            (wording(.rosterActive), .number(roster.counts.active, wording)),
            (wording(.rosterInactive), .number(roster.counts.inactive, wording)),
            (wording(.rosterMissing), .number(roster.counts.missing, wording)),
        ]
        if roster.counts.suppressed > 0 {
            facts.append((wording(.rosterSuppressed), .number(roster.counts.suppressed, wording)))
        }
        return facts
    }

    private static func badge(_ state: PlatformRoster.State, _ wording: Wording) -> Cell {
        switch state {
        case .new: .badge(wording(.rosterNever))
        case .good: .badge(wording(.rosterGood), kind: "good")
        case .failed: .badge(wording(.rosterFailed), kind: "bad")
        case .doubtful: .badge(wording(.rosterDoubtful), kind: "warn")
        case .unclear: .badge(wording(.rosterUnclear), kind: "warn")
        case .mixed: .badge(wording(.rosterMixed), kind: "warn")
        case .blocked: .badge(wording(.rosterBlocked), kind: "warn")
        }
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

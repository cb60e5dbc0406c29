import Access
package import Connections
import Database
import LTI
package import Values

/// Reads a platform's roster and takes it into the cohort, page by page, so that a list of any length needs little memory.
package struct SyncRoster: Sendable {
    package enum Outcome: Sendable, Equatable {
        case done(PlatformRoster.State)
        /// Somebody else reads it at the moment.
        case running
        case failed(reason: String, isTransient: Bool, retryAfter: Int?)
        /// The roster, its platform or its deployment isn't there or not active any more.
        case impossible(String)
    }

    /// Seconds after which all is read again even where differences are offered (LTI-NRPS-21).
    static let fullEvery: Int64 = 7 * 86_400
    /// Members whose absence is believed without asking; of more, half has to be left.
    static let believed = 10

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter byHand: staff asked for it: all is read, and however many are missing are dropped.
    package func run(_ id: UUID16, tenant: TenantID, byHand: Bool = false) async throws -> Outcome {
        guard let work = try await begin(id, tenant) else { return .running }
        guard case .ready(let reading) = work else {
            if case .impossible(let reason) = work { return .impossible(reason) }
            return .running
        }
        do {
            let state = try await reading.run(byHand: byHand)
            return .done(state)
        } catch let error as PlatformCallError {
            try await reading.breakOff(error.description)
            return .failed(
                reason: error.description, isTransient: error.isTransient, retryAfter: error.retryAfter)
        } catch {
            try await reading.breakOff("the store can't be reached")
            throw error
        }
    }

    private enum Work {
        case ready(RosterReading)
        case impossible(String)
    }

    private func begin(_ id: UUID16, _ tenant: TenantID) async throws -> Work? {
        let services = services
        return try await services.database.write { tx -> Work? in
            let rosters = Rosters(tenant)
            guard let roster = try rosters.find(id, in: tx),
                let registration = try Registrations.find(roster.registration, in: tx),
                let deployment = try Deployments.find(roster.deployment, in: tx)
            else { return .impossible("the roster or its platform is gone") }
            guard registration.isActive, deployment.state == .active else {
                return .impossible("the platform or its deployment isn't active")
            }
            guard registration.rosterPolicy != .off else {
                return .impossible("rosters of this platform aren't read")
            }
            guard let run = try rosters.claim(id, in: tx, now: services.world.now()) else { return nil }
            let (links, isShared) = try rosters.links(of: roster, in: tx)
            return .ready(
                RosterReading(
                    services: services, roster: roster, registration: registration,
                    deploymentID: deployment.deploymentID, run: run, links: isShared ? links : []))
        }
    }
}

/// One reading of a roster.
struct RosterReading: Sendable {
    let services: Services
    let roster: PlatformRoster
    let registration: Registration
    let deploymentID: String
    let run: Int64
    /// Those by which the list is to be narrowed, where the course's links lead to several cohorts; else empty.
    let links: [String]

    private var application: RosterApplication {
        RosterApplication(services: services, roster: roster, registration: registration, run: run)
    }

    private var service: RosterService {
        RosterService(services.platformServices, registration: registration, deploymentID: deploymentID)
    }

    func run(byHand: Bool) async throws -> PlatformRoster.State {
        if !byHand, let url = roster.differencesURL, !isFullDue {
            do {
                let (next, suppressed) = try await read(url)
                return try await finish(.good, "differences", suppressed, isFull: false, next ?? url)
            } catch let error as PlatformCallError where error.meansGone {}
        }
        let (next, suppressed, note) = try await readAll()
        return try await settleMissing(byHand: byHand, note: note, suppressed: suppressed, differences: next)
    }

    private var isFullDue: Bool {
        guard let full = roster.fullAt else { return true }
        return full.adding(seconds: SyncRoster.fullEvery) <= services.world.now()
    }

    /// All members: of the course, or of each link where only that tells them apart; a platform that doesn't know a link
    /// (§3.1) is asked for the course.
    private func readAll() async throws -> (differences: String?, suppressed: Int, note: String) {
        guard !links.isEmpty else {
            let (next, suppressed) = try await read(RosterService.fullList(roster.membershipsURL))
            return (next, suppressed, "all members")
        }
        do {
            var suppressed = 0
            for link in links {
                suppressed += try await read(RosterService.fullList(roster.membershipsURL, resourceLink: link)).1
            }
            return (nil, suppressed, "members of \(links.count) links")
        } catch let error as PlatformCallError where error.meansGone {
            let (next, suppressed) = try await read(RosterService.fullList(roster.membershipsURL))
            return (next, suppressed, "all members, since the platform lists none by link")
        }
    }

    private func read(_ url: String) async throws -> (differences: String?, suppressed: Int) {
        var suppressed = 0
        let (application, database) = (application, services.database)
        let next = try await service.read(url, trusted: roster.membershipsURL) { page in
            for chunk in page.chunks(of: 200) {
                suppressed += try await database.write { try application.take(chunk, in: $0) }
            }
        }
        return (next, suppressed)
    }

    /// Nobody is dropped when suddenly most are missing, unless staff asked for the reading.
    private func settleMissing(
        byHand: Bool, note: String, suppressed: Int, differences: String?
    ) async throws -> PlatformRoster.State {
        let (roster, run, application) = (roster, run, application)
        let (known, unseen) = try await services.database.read { tx in
            try RosterMembers(roster.tenant, roster: roster.id).counts(unseenSince: run, in: tx)
        }
        guard byHand || unseen <= SyncRoster.believed || unseen * 2 <= known else {
            return try await finish(
                .doubtful, "\(unseen) of \(known) members are missing; nobody was dropped", suppressed, isFull: true,
                differences)
        }
        while try await services.database.write({ try application.dropUnseen(limit: 200, in: $0) }) > 0 {}
        return try await finish(.good, note, suppressed, isFull: true, differences)
    }

    private func finish(
        _ state: PlatformRoster.State, _ note: String, _ suppressed: Int, isFull: Bool, _ differences: String?
    ) async throws -> PlatformRoster.State {
        let (roster, now) = (roster, services.world.now())
        try await services.database.write { tx in
            try Rosters(roster.tenant).finish(
                roster.id, state, note: note, suppressed: suppressed, isFull: isFull, differencesURL: differences,
                in: tx, now: now)
            let event = AuditEvent(
                tenant: roster.tenant, actor: .platform(roster.registration), verb: "roster.read",
                objectKind: "cohort", objectID: roster.cohort.description, purpose: state.rawValue)
            try AuditLog.append(event, in: tx, at: now)
        }
        return state
    }

    /// What was read stays; nobody is dropped.
    func breakOff(_ reason: String) async throws {
        let (roster, now) = (roster, services.world.now())
        try await services.database.write { tx in
            try Rosters(roster.tenant).finish(
                roster.id, .failed, note: reason, suppressed: roster.counts.suppressed, isFull: false,
                differencesURL: roster.differencesURL, in: tx, now: now)
        }
    }
}

extension PlatformCallError {
    /// The address isn't good any more, or was never meant for us.
    fileprivate var meansGone: Bool {
        if case .status(let status, _, _) = self { return (400..<500).contains(status) && status != 429 }
        return false
    }
}

extension MembershipPage {
    /// A large page in pieces, each good for one transaction.
    fileprivate func chunks(of size: Int) -> [MembershipPage] {
        stride(from: 0, to: members.count, by: size).map { start in
            with(members: Array(members[start..<min(start + size, members.count)]))
        }
    }
}

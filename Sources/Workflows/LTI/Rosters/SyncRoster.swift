import Access
import Cohorts
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
        /// The platform or its deployment isn't active, or rosters aren't read; that may change.
        case impossible(String)
        /// The roster or its platform isn't there any more.
        case gone
    }

    /// Seconds after which all is read again even where differences are offered (LTI-NRPS-21).
    static let fullEvery: Int64 = 7 * 86_400
    /// Members whose absence is believed without asking; of more, half has to be left.
    static let believed = 10

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameters:
    ///   - byHand: staff asked for it: all is read.
    ///   - drops: whether however many are missing are dropped; as `byHand` unless it is said.
    package func run(
        _ id: UUID16, tenant: TenantID, byHand: Bool = false, drops: Bool? = nil
    ) async throws -> Outcome {
        guard let work = try await begin(id, tenant) else { return .running }
        guard case .ready(let reading) = work else {
            if case .impossible(let reason) = work { return .impossible(reason) }
            return .gone
        }
        do {
            let state = try await reading.run(byHand: byHand, drops: drops ?? byHand)
            return .done(state)
        } catch is RosterReading.Overtaken {
            return .running
        } catch let error as PlatformCallError {
            try await reading.breakOff(error.description)
            return .failed(
                reason: error.description, isTransient: error.isTransient, retryAfter: error.retryAfter)
        } catch {
            try await reading.breakOff("the store can't be reached")
            throw error
        }
    }

    /// What the groups of the roster's course drive in the course of its cohort.
    private static func driven(_ roster: PlatformRoster, in tx: Transaction) throws -> DrivenCohorts {
        let course = try CohortStore(roster.tenant).existing(roster.cohort, in: tx).course
        return try CourseGroups(roster.tenant, at: roster.place).driven(course: course, in: tx)
    }

    private enum Work {
        case ready(RosterReading)
        case impossible(String)
        case gone
    }

    private func begin(_ id: UUID16, _ tenant: TenantID) async throws -> Work? {
        let services = services
        return try await services.database.write { tx -> Work? in
            let rosters = Rosters(tenant)
            guard let roster = try rosters.find(id, in: tx),
                let registration = try Registrations.find(roster.registration, in: tx),
                let deployment = try Deployments.find(roster.deployment, in: tx)
            else { return .gone }
            let (links, others) = try rosters.links(of: roster, in: tx)
            let driven = try Self.driven(roster, in: tx)
            let isDriven = driven.drives(roster.cohort)
            var obstacle: String?
            if links.isEmpty && !isDriven { obstacle = "no link of the course leads to the group any more" }
            if registration.rosterPolicy == .off { obstacle = "rosters of this platform aren't read" }
            if !registration.isActive || deployment.state != .active {
                obstacle = "the platform or its deployment isn't active"
            }
            if let obstacle {
                try rosters.block(id, because: obstacle, in: tx)
                return .impossible(obstacle)
            }
            guard let run = try rosters.claim(id, in: tx, now: services.world.now()) else { return nil }
            return .ready(
                RosterReading(
                    services: services, roster: roster, registration: registration,
                    deploymentID: deployment.deploymentID, run: run,
                    links: others.isEmpty || isDriven ? [] : links, otherLinks: isDriven ? [] : others, driven: driven))
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
    /// Those of the course that lead to other cohorts.
    let otherLinks: [String]

    /// Which cohorts groups of the course drive; then nobody is read by differences, which tell no groups.
    let driven: DrivenCohorts

    /// Another reading of the same roster has begun.
    struct Overtaken: Error {}

    /// What a reading found.
    private struct Found {
        var differences: String?
        var suppressed = 0
        var members = 0
        var unreadable = 0
        var note = ""
        /// Whether nobody could tell whose group a member is in.
        var isMixed = false
        /// Whether the list named no groups though groups lead to cohorts.
        var namesNoGroups = false

        static func += (all: inout Found, part: Found) {
            all.differences = part.differences
            all.suppressed += part.suppressed
            all.members += part.members
            all.unreadable += part.unreadable
        }
    }

    private func application(addsMembers: Bool = true) -> RosterApplication {
        RosterApplication(
            services: services, roster: roster, registration: registration, run: run, addsMembers: addsMembers,
            driven: driven)
    }

    private var service: RosterService {
        RosterService(services.platformServices, registration: registration, deploymentID: deploymentID)
    }

    func run(byHand: Bool, drops: Bool) async throws -> PlatformRoster.State {
        if !byHand, otherLinks.isEmpty, let url = roster.differencesURL, !isFullDue, driven.isEmpty {
            do {
                var found = try await read(url)
                (found.note, found.differences) = ("differences", found.differences ?? url)
                return try await finish(.good, found, isFull: false)
            } catch let error as PlatformCallError where error.meansGone {}
        }
        return try await settleMissing(try await readAll(), isConfirmed: drops)
    }

    private var isFullDue: Bool {
        guard let full = roster.fullAt else { return true }
        return full.adding(seconds: SyncRoster.fullEvery) <= services.world.now()
    }

    /// All members: of the course, or of each link where only that tells them apart. Where nothing does, such as at a
    /// platform that doesn't know a link (§3.1) or lists everybody for each, nobody is added.
    private func readAll() async throws -> Found {
        if !driven.isEmpty, try await !namesGroups() {
            var found = Found()
            found.note = "the list names nobody's group, though groups lead to cohorts; nobody was added or dropped"
            found.namesNoGroups = true
            return found
        }
        guard !otherLinks.isEmpty else {
            var found = try await read(list())
            found.note = driven.isEmpty ? "all members" : "all members with their groups"
            return found
        }
        guard try await linksDiffer() else {
            var found = try await read(list(), addsMembers: false)
            found.note = "the platform doesn't tell whose group a member is in; nobody was added"
            (found.isMixed, found.differences) = (true, nil)
            return found
        }
        var found = Found()
        for link in links { found += try await read(list(of: link)) }
        (found.note, found.differences) = ("members of \(links.count) links", nil)
        return found
    }

    /// Whether the list names the group of any member at all: a platform that doesn't know the service, or fails in it,
    /// would empty every cohort that a group drives. Read to the first such member, before anything is taken.
    private func namesGroups() async throws -> Bool {
        struct Named: Error {}
        do {
            _ = try await service.read(list(), trusted: roster.membershipsURL) { page in
                try await keep()
                if page.members.contains(where: { !$0.groups.isEmpty }) { throw Named() }
            }
            return false
        } catch is Named { return true }
    }

    /// Whether the platform's lists of our links differ from those of the other cohorts' links.
    private func linksDiffer() async throws -> Bool {
        do {
            var others: [RosterDigest] = []
            for link in otherLinks { others.append(try await digest(of: link)) }
            for link in links where others.contains(try await digest(of: link)) { return false }
            return true
        } catch let error as PlatformCallError where error.meansGone {
            return false
        }
    }

    private func list(of link: String? = nil) -> String {
        RosterService.fullList(roster.membershipsURL, resourceLink: link, withGroups: !driven.isEmpty)
    }

    private func digest(of link: String) async throws -> RosterDigest {
        var digest = RosterDigest()
        let url = list(of: link)
        _ = try await service.read(url, trusted: roster.membershipsURL) { page in
            digest.add(page)
            try await keep()
        }
        return digest
    }

    private func read(_ url: String, addsMembers: Bool = true) async throws -> Found {
        var found = Found()
        let (application, database) = (application(addsMembers: addsMembers), services.database)
        found.differences = try await service.read(url, trusted: roster.membershipsURL) { page in
            try await keep()
            found.members += page.members.count
            found.unreadable += page.unreadable
            for chunk in page.chunks(of: 200) {
                found.suppressed += try await database.write { try application.take(chunk, in: $0) }
            }
        }
        return found
    }

    /// - Throws: ``Overtaken`` when another reading has begun.
    private func keep() async throws {
        let (roster, run, now) = (roster, run, services.world.now())
        let isOurs = try await services.database.write { tx in
            try Rosters(roster.tenant).renew(roster.id, run: run, in: tx, now: now)
        }
        guard isOurs else { throw Overtaken() }
    }

    /// Nobody is dropped by a list that is empty or that we can't read whole, and when suddenly most are missing only where
    /// staff said so.
    private func settleMissing(_ found: Found, isConfirmed: Bool) async throws -> PlatformRoster.State {
        if found.namesNoGroups { return try await finish(.unclear, found, isFull: false) }
        let (roster, run) = (roster, run)
        let (known, unseen) = try await services.database.read { tx in
            try RosterMembers(roster.tenant, roster: roster.id).counts(unseenSince: run, in: tx)
        }
        var found = found
        if unseen > 0, found.members == 0 || found.unreadable > 0 {
            found.note = "\(found.members) members could be read, \(found.unreadable) not; nobody was dropped"
            return try await finish(.unclear, found, isFull: false)
        }
        // Who is missing for the first time is looked for in a whole list again, not among the differences.
        let waits = unseen > 0 && registration.rosterDropAfter > 1
        let drops = isConfirmed || unseen <= SyncRoster.believed || unseen * 2 <= known
        let application = application()
        repeat {
            try await keep()
        } while try await services.database.write {
            try application.noteUnseen(limit: 200, drops: drops, in: $0)
        } > 0
        guard drops else {
            found.note = "\(unseen) of \(known) members are missing; nobody was dropped"
            return try await finish(.doubtful, found, isFull: !waits)
        }
        return try await finish(found.isMixed ? .mixed : .good, found, isFull: !waits)
    }

    private func finish(
        _ state: PlatformRoster.State, _ found: Found, isFull: Bool
    ) async throws -> PlatformRoster.State {
        let (roster, run, now) = (roster, run, services.world.now())
        try await services.database.write { tx in
            try Rosters(roster.tenant).finish(
                roster.id, run: run, state, note: found.note, suppressed: found.suppressed, isFull: isFull,
                differencesURL: found.differences, in: tx, now: now)
            let event = AuditEvent(
                tenant: roster.tenant, actor: .platform(roster.registration), verb: "roster.read",
                objectKind: "cohort", objectID: roster.cohort.description, purpose: state.rawValue)
            try AuditLog.append(event, in: tx, at: now)
        }
        return state
    }

    /// What was read stays; nobody is dropped.
    func breakOff(_ reason: String) async throws {
        let (roster, run, now) = (roster, run, services.world.now())
        try await services.database.write { tx in
            try Rosters(roster.tenant).finish(
                roster.id, run: run, .failed, note: reason, suppressed: roster.counts.suppressed, isFull: false,
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

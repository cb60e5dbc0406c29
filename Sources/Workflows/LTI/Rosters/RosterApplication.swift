import Access
import Cohorts
import Connections
import Database
import LTI
import Values

/// Takes what a platform's roster says of people into the cohort: adds, updates and drops enrolments. Pure of network: each
/// call is one transaction.
struct RosterApplication: Sendable {
    let services: Services
    let roster: PlatformRoster
    let registration: Registration
    let run: Int64

    private static let author = "platform"
    /// The reason of an enrolment whose member is inactive at the platform.
    static let inactiveAtSource = "inactive at source"

    private var tenant: TenantID { roster.tenant }

    /// - Returns: how many erased people were left out.
    func take(_ page: MembershipPage, in tx: Transaction) throws -> Int {
        var suppressed = 0
        for member in page.members where !member.roles.isTestUser {
            guard let person = try person(of: member, in: tx) else {
                suppressed += 1
                continue
            }
            try note(member, person, in: tx)
        }
        return suppressed
    }

    /// Nil for somebody whose data was erased: a roster doesn't bring them back (GDPR-ERA-09).
    private func person(of member: Membership, in tx: Transaction) throws -> UUID16? {
        let people = People(vault: services.vault, world: services.world)
        let profile =
            registration.keepsProfiles
            ? PersonProfile(
                name: member.name, givenName: member.givenName, familyName: member.familyName, email: member.email)
            : PersonProfile()
        do {
            return try people.findOrCreate(
                .lti(issuer: registration.issuer, subject: member.userID), of: tenant, profile: profile,
                source: .roster, in: tx, now: services.world.now()
            ).id
        } catch let error as ServiceError where error.code == .gone {
            return nil
        }
    }

    private func note(_ member: Membership, _ person: UUID16, in tx: Transaction) throws {
        let now = services.world.now()
        let status: RosterMember.Status =
            switch member.status {
            case .active: .active
            case .inactive: .inactive
            case .deleted: .missing
            }
        try RosterMembers(tenant, roster: roster.id).note(
            person, status, member.roles.standing, run: run, in: tx, now: now)
        switch status {
        case .active where member.roles.standing == .learner: try enrol(person, in: tx)
        case .active: break
        case .inactive: try pause(person, in: tx)
        case .missing: try drop(person, in: tx)
        }
    }

    private func enrol(_ person: UUID16, in tx: Transaction) throws {
        let enrolments = Enrolments(tenant)
        let present = try enrolments.find(person: person, cohort: roster.cohort, in: tx)
        if let present, present.status == .paused, present.reason == Self.inactiveAtSource {
            try enrolments.change(present.id, to: .active, by: Self.author, now: services.world.now(), in: tx)
            return
        }
        _ = try enrolments.enrol(
            person, in: roster.cohort, source: .nrps, by: Self.author, world: services.world, tx: tx)
    }

    private func pause(_ person: UUID16, in tx: Transaction) throws {
        guard let present = try ofPlatform(person, in: tx), present.status == .active else { return }
        try Enrolments(tenant).change(
            present.id, to: .paused, reason: Self.inactiveAtSource, by: Self.author, now: services.world.now(), in: tx)
    }

    private func drop(_ person: UUID16, in tx: Transaction) throws {
        guard let present = try ofPlatform(person, in: tx), present.status != .dropped else { return }
        try Enrolments(tenant).change(
            present.id, to: .dropped, reason: Enrolments.removedBySource, by: Self.author, now: services.world.now(),
            in: tx)
    }

    /// An enrolment that a platform brought; those that staff made are staff's.
    private func ofPlatform(_ person: UUID16, in tx: Transaction) throws -> Enrolment? {
        let present = try Enrolments(tenant).find(person: person, cohort: roster.cohort, in: tx)
        return present.flatMap { $0.source.isPlatform ? $0 : nil }
    }

    /// After a complete reading: some of those who weren't in it, dropped but not erased (LTI-NRPS-07).
    /// - Returns: how many; zero when none are left.
    func dropUnseen(limit: Int, in tx: Transaction) throws -> Int {
        let members = RosterMembers(tenant, roster: roster.id)
        let unseen = try members.unseen(since: run, limit: limit, in: tx)
        for person in unseen {
            try members.note(person, .missing, .guest, run: run, in: tx, now: services.world.now())
            try drop(person, in: tx)
        }
        return unseen.count
    }
}

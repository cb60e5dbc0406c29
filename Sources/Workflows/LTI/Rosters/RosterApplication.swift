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
    /// False where nobody can tell whether a member belongs here: only those are changed that are enrolled already.
    var addsMembers = true
    let driven: DrivenCohorts

    private static let author = "platform"
    /// The reason of an enrolment whose member is inactive at the platform.
    static let inactiveAtSource = "inactive at source"

    private var tenant: TenantID { roster.tenant }

    /// - Returns: how many erased people were left out.
    func take(_ page: MembershipPage, in tx: Transaction) throws -> Int {
        var suppressed = 0
        for member in page.members
        where !member.roles.isTestUser && driven.isMember(of: roster.cohort, with: member.groups) {
            switch try who(member, in: tx) {
            case .known(let person): try note(member, person, in: tx)
            case .erased: suppressed += 1
            case .stranger: continue
            }
        }
        return suppressed
    }

    private enum Finding {
        case known(Person)
        /// Somebody whose data was erased: a roster doesn't bring them back (GDPR-ERA-09).
        case erased
        /// Somebody who never was here and isn't to come.
        case stranger
    }

    private func who(_ member: Membership, in tx: Transaction) throws -> Finding {
        let people = People(vault: services.vault, world: services.world)
        let identifier = PersonIdentifier.lti(issuer: registration.issuer, subject: member.userID)
        if !addsMembers || member.status == .deleted || member.status == nil {
            guard let known = try people.find(identifier, of: tenant, in: tx) else { return .stranger }
            let isHere = try Enrolments(tenant).find(person: known.id, cohort: roster.cohort, in: tx) != nil
            guard addsMembers || isHere else { return .stranger }
        }
        let profile =
            registration.keepsProfiles
            ? PersonProfile(
                name: member.name, givenName: member.givenName, familyName: member.familyName, email: member.email,
                sourcedID: member.personSourcedID)
            : PersonProfile()
        do {
            let person = try people.findOrCreate(
                identifier, of: tenant, profile: profile, source: .roster, in: tx, now: services.world.now())
            return .known(person)
        } catch let error as ServiceError where error.code == .gone {
            return .erased
        }
    }

    private func note(_ member: Membership, _ known: Person, in tx: Transaction) throws {
        let person = known.id
        let now = services.world.now()
        let status: RosterMember.Status =
            switch member.status {
            case .active: .active
            case .inactive, nil: .inactive
            case .deleted: .missing
            }
        try RosterMembers(tenant, roster: roster.id).note(
            person, status, member.roles.standing, custom: try custom(member, known), run: run, in: tx, now: now)
        guard member.status != nil else { return }
        switch status {
        case .active where member.roles.standing == .learner: try enrol(person, in: tx)
        case .active: break
        case .inactive: try pause(person, in: tx)
        case .missing: try drop(person, in: tx)
        }
    }

    /// Like names, they are kept only where the platform's are.
    private func custom(_ member: Membership, _ person: Person) throws -> RosterMembers.Custom {
        guard registration.keepsProfiles else { return .none }
        guard let custom = member.custom else { return .asBefore }
        let people = People(vault: services.vault, world: services.world)
        return .sealed(try people.seal(MemberCustom(custom).text, of: person, as: MemberCustom.field))
    }

    private func enrol(_ person: UUID16, in tx: Transaction) throws {
        let enrolments = Enrolments(tenant)
        let present = try enrolments.find(person: person, cohort: roster.cohort, in: tx)
        if let present, present.status == .paused, present.reason == Self.inactiveAtSource {
            try enrolments.change(present.id, to: .active, by: Self.author, now: services.world.now(), in: tx)
            return
        }
        guard addsMembers else { return }
        _ = try enrolments.enrol(
            person, in: roster.cohort, source: .nrps, by: Self.author, world: services.world, tx: tx)
    }

    private func pause(_ person: UUID16, in tx: Transaction) throws {
        guard try !isActiveElsewhere(person, in: tx) else { return }
        guard let present = try ofPlatform(person, in: tx), present.status == .active else { return }
        try Enrolments(tenant).change(
            present.id, to: .paused, reason: Self.inactiveAtSource, by: Self.author, now: services.world.now(), in: tx)
    }

    private func drop(_ person: UUID16, in tx: Transaction) throws {
        guard try !isActiveElsewhere(person, in: tx) else { return }
        guard let present = try ofPlatform(person, in: tx), present.status != .dropped else { return }
        try Enrolments(tenant).change(
            present.id, to: .dropped, reason: Enrolments.removedBySource, by: Self.author, now: services.world.now(),
            in: tx)
    }

    /// Two courses may feed one cohort: who leaves one of them stays by the other.
    private func isActiveElsewhere(_ person: UUID16, in tx: Transaction) throws -> Bool {
        try RosterMembers(tenant, roster: roster.id).isActiveElsewhere(person, in: tx)
    }

    /// An enrolment that a platform brought; those that staff made are staff's.
    private func ofPlatform(_ person: UUID16, in tx: Transaction) throws -> Enrolment? {
        let present = try Enrolments(tenant).find(person: person, cohort: roster.cohort, in: tx)
        return present.flatMap { $0.source.isPlatform ? $0 : nil }
    }

    /// After a complete reading: some of those who weren't in it. Who is missing for the last of as many readings in a
    /// row as the platform's policy says is dropped, but not erased (LTI-NRPS-07, COH-ENR-06).
    /// - Parameter drops: false counts alone.
    /// - Returns: how many; zero when none are left.
    func noteUnseen(limit: Int, drops: Bool, in tx: Transaction) throws -> Int {
        let members = RosterMembers(tenant, roster: roster.id)
        let unseen = try members.unseen(since: run, limit: limit, in: tx)
        for person in unseen {
            let missed = try members.noteMissed(person, run: run, in: tx)
            let after = registration.rosterDropAfter
            guard drops, after > 0, missed >= after else { continue }
            try members.note(person, .missing, .guest, run: run, in: tx, now: services.world.now())
            try drop(person, in: tx)
        }
        return unseen.count
    }
}

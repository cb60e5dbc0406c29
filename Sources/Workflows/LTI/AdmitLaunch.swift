import Access
import Cohorts
import Connections
import Database
import LTI
import Values

/// What a good launch brings about, in one transaction: the login is used up, deployment, person, link and enrolment are
/// found or made, a visit opens, and all of it is recorded.
struct AdmitLaunch: Sendable {
    private let services: Services
    private let log: LaunchLog
    private let received: [LaunchReceipt.Line]

    /// - Parameter receipt: what the launch brought, for its record.
    init(_ services: Services, _ log: LaunchLog, receipt: LaunchReceipt) {
        self.services = services
        self.log = log
        received = receipt.lines
    }

    func run(
        _ launch: ValidatedLaunch, _ verdict: LaunchVerdict, registration: Registration, state: String,
        reference: String
    ) async throws -> LaunchLearner.Outcome {
        try await services.database.write { tx in
            let now = services.world.now()
            // Last of all checks, so that a forged token can't use up a login (LTI-STATE-07).
            guard try LoginStates.consume(state, registration: registration.id, in: tx, now: now) else {
                return try refuse(verdict.refused(adding: .stateUsed), launch, registration, reference, tx)
            }
            let deployment = try Deployments.admit(
                launch.deploymentID, of: registration, platform: launch.toolPlatform, world: services.world, in: tx)
            if let reason = deployment.refusal {
                return try refuse(verdict.refused(adding: reason), launch, registration, reference, tx)
            }
            guard let deployment else {
                return try refuse(verdict.refused(adding: .deploymentUnknown), launch, registration, reference, tx)
            }
            let arrival = Arrival(
                launch: launch, verdict: verdict, registration: registration, deployment: deployment)
            try SubscribeNotices.begin(launch.notifications, of: deployment, world: services.world, in: tx)
            switch launch.messageType {
            case .resourceLink:
                guard let link = launch.resourceLink else { break }
                return try open(arrival, link, reference, tx)
            case .deepLinking:
                if let reason = OpenPicker.refusal(of: launch) {
                    return try refuse(verdict.refused(adding: reason), launch, registration, reference, tx)
                }
                guard let settings = launch.deepLinking else { break }
                return try choose(arrival, settings, reference, tx)
            case .submissionReview, .dataPrivacy:
                if let reason = AboutUser.refusal(of: launch) {
                    return try refuse(verdict.refused(adding: reason), launch, registration, reference, tx)
                }
                return try show(arrival, reference, tx)
            }
            return try refuse(verdict.refused(adding: .messageNotServed), launch, registration, reference, tx)
        }
    }

    /// A page about one user, for whoever may see it.
    private func show(
        _ arrival: Arrival, _ reference: String, _ tx: Transaction
    ) throws -> LaunchLearner.Outcome {
        let people = People(vault: services.vault, world: services.world)
        let visitor = try person(of: arrival, tx)
        var new = try AboutUser(people: people).visit(
            arrival.launch, visitor: visitor?.id, registration: arrival.registration, deployment: arrival.deployment,
            in: tx)
        new.frameOrigins = arrival.frameOrigins
        new.isInWindow = arrival.launch.presentation?.isWindow == true
        let (session, token) = try LaunchSessions.open(new, world: services.world, in: tx)
        var record = log.record(arrival.verdict, arrival.registration, reference, .opened, 303)
        record.tenant = arrival.tenant
        record.received = received
        record.fill(from: arrival.launch)
        (record.person, record.cohort) = (visitor?.id, new.cohort)
        try log.write(record, in: tx)
        return .opened(session, token: token)
    }

    fileprivate struct Arrival {
        let launch: ValidatedLaunch
        let verdict: LaunchVerdict
        let registration: Registration
        let deployment: Deployment
        var tenant: TenantID { deployment.tenant }
    }

    private func choose(
        _ arrival: Arrival, _ settings: DeepLinkingSettings, _ reference: String, _ tx: Transaction
    ) throws -> LaunchLearner.Outcome {
        let person = try person(of: arrival, tx)
        let (session, token) = try OpenPicker(world: services.world).visit(
            arrival.launch, settings, person: person?.id, registration: arrival.registration,
            deployment: arrival.deployment, frameOrigins: arrival.frameOrigins, in: tx)
        var record = log.record(arrival.verdict, arrival.registration, reference, .opened, 303)
        record.tenant = arrival.tenant
        record.received = received
        record.fill(from: arrival.launch)
        record.person = person?.id
        try log.write(record, in: tx)
        return .opened(session, token: token)
    }

    private func open(
        _ arrival: Arrival, _ claim: ResourceLinkClaim, _ reference: String, _ tx: Transaction
    ) throws -> LaunchLearner.Outcome {
        let (launch, tenant, world) = (arrival.launch, arrival.tenant, services.world)
        let person = try person(of: arrival, tx)
        try offerCopies(to: arrival, tx)
        let link = try LinkDestination(tenant: tenant, world: world).link(
            of: launch, claim, registration: arrival.registration.id, deployment: arrival.deployment.id, in: tx)
        let cohort: UUID16? =
            try person.map { try GroupLanding(tenant: tenant).cohort(of: $0.id, link, launch, in: tx) } ?? link.cohort
        let enrolment = try enrolment(of: person, cohort, arrival, tx)
        if let person { try note(person.id, link, enrolment, launch.roles, tx) }
        if let enrolment { try Enrolments(tenant).noteActivity(enrolment.id, at: world.now(), in: tx) }
        var new = NewLaunchSession(
            tenant: tenant, person: person?.id, registration: arrival.registration.id, link: link.id,
            cohort: cohort, enrolment: enrolment?.id, standing: launch.roles.standing,
            isTestUser: launch.roles.isTestUser, locale: launch.locale,
            returnURL: launch.presentation?.returnURL, frameOrigins: arrival.frameOrigins)
        (new.module, new.lesson) = (link.target?.module, link.target?.lesson)
        new.deployment = arrival.deployment.id
        new.isInWindow = launch.presentation?.isWindow == true
        if launch.roles.standing.isStaff, !launch.roles.isTestUser {
            try RosterSchedule.begin(with: link, of: arrival.registration, world: world, in: tx)
        }
        let (session, token) = try LaunchSessions.open(new, world: world, in: tx)
        var record = log.record(
            arrival.verdict, arrival.registration, reference, link.cohort == nil ? .notSetUp : .opened, 303)
        record.tenant = tenant
        record.received = received
        record.fill(from: launch)
        record.person = person?.id
        record.link = link.id
        record.cohort = cohort
        try log.write(record, in: tx)
        return .opened(session, token: token)
    }

    /// A platform doesn't repeat its notices: the first launch in a course says of which others it is a copy (LTI-PNS-09).
    private func offerCopies(to arrival: Arrival, _ tx: Transaction) throws {
        let launch = arrival.launch
        guard let history = launch.custom[LinkBindings.contextHistoryParameter], let context = launch.context else {
            return
        }
        let place = LinkPlace(
            registration: arrival.registration.id, deployment: arrival.deployment.id, contextID: context.id)
        guard try !CopyOffers(arrival.tenant).knows(place, in: tx) else { return }
        let origins = history.split(separator: ",").prefix(20).map { $0.split(whereSeparator: \.isWhitespace).joined() }
        _ = try OfferCopies(
            tenant: arrival.tenant, policy: arrival.registration.copyPolicy, world: services.world
        ).run(of: origins, to: place, title: context.title ?? context.label, source: .launch, in: tx)
    }

    private func note(
        _ person: UUID16, _ link: ResourceLink, _ enrolment: Enrolment?, _ roles: RoleSet, _ tx: Transaction
    ) throws {
        let now = services.world.now()
        let isFirst = try LinkVisits(link.tenant).note(
            person, link: link.id, enrolment: enrolment?.id, standing: roles.standing, isTestUser: roles.isTestUser,
            in: tx, now: now)
        if roles.standing.isStaff { try LineItemQueue(link.tenant).follow(link, in: tx, now: now) }
        guard let enrolment else { return }
        try ScoreQueue(link.tenant).catchUp(link, of: enrolment.id, in: tx, now: now)
        guard isFirst else { return }
        try ScoreQueue(link.tenant).begin(
            link, person: person, enrolment: enrolment.id, isNew: enrolment.enrolledAt == now, in: tx, now: now)
    }

    /// Found by issuer and `sub` alone, never by name or address (LTI-CLM-12, LTI-CLM-13); nil for an anonymous visitor.
    private func person(of arrival: Arrival, _ tx: Transaction) throws -> Person? {
        guard let subject = arrival.launch.subject else { return nil }
        let user = arrival.launch.user
        let profile =
            arrival.registration.keepsProfiles
            ? PersonProfile(
                name: user.name, givenName: user.givenName, familyName: user.familyName, email: user.email,
                locale: arrival.launch.locale, sourcedID: arrival.launch.lis?.personSourcedID)
            : PersonProfile()
        return try People(vault: services.vault, world: services.world).findOrCreate(
            .lti(issuer: arrival.registration.issuer, subject: subject), of: arrival.tenant, profile: profile,
            source: .launch, in: tx, now: services.world.now())
    }

    /// Learners are enrolled; staff, mentors and guests aren't, nor previews, which would stand in rosters and reports.
    private func enrolment(
        of person: Person?, _ cohort: UUID16?, _ arrival: Arrival, _ tx: Transaction
    ) throws -> Enrolment? {
        let roles = arrival.launch.roles
        guard let person, let cohort, roles.standing == .learner, !roles.isTestUser else { return nil }
        return try Enrolments(arrival.tenant).enrol(
            person.id, in: cohort, source: .ltiLaunch, by: "platform", world: services.world, tx: tx
        ).enrolment
    }

    private func refuse(
        _ verdict: LaunchVerdict, _ launch: ValidatedLaunch, _ registration: Registration, _ reference: String,
        _ tx: Transaction
    ) throws -> LaunchLearner.Outcome {
        var record = log.record(verdict, registration, reference, .refused, verdict.status ?? 400)
        record.received = received
        record.fill(from: launch)
        try log.write(record, in: tx)
        var refusal = log.refusal(record, registration, nil)
        refusal.frameOrigins = registration.frameOrigins(for: launch)
        refusal.returnURL = launch.presentation?.returnURL(
            errorMessage: "The course couldn't be opened.", errorLog: "lectern \(reference)")
        return .refused(refusal)
    }
}

extension AdmitLaunch.Arrival {
    fileprivate var frameOrigins: [String] { registration.frameOrigins(for: launch) }
}

extension Registration {
    /// The registration's places, and the one that the signed launch says the user came from.
    fileprivate func frameOrigins(for launch: ValidatedLaunch) -> [String] {
        let known = frameOrigins
        guard let url = launch.presentation?.returnURL, let origin = FrameSource.page(url), !known.contains(origin)
        else { return known }
        return known + [origin]
    }
}

extension Deployment? {
    /// Why a launch of this deployment isn't taken; nil when it is.
    var refusal: LaunchReason? {
        switch self?.state {
        case .active: nil
        case .waiting: .deploymentWaiting
        case .disabled: .deploymentDisabled
        case nil: .deploymentUnknown
        }
    }
}

extension LaunchRecord {
    fileprivate mutating func fill(from launch: ValidatedLaunch) {
        deploymentID = launch.deploymentID
        standing = launch.roles.standing
        roles = launch.roles.names
    }
}

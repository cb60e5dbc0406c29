import Access
import Cohorts
import Connections
import Database
import LTI
import Values

/// Visits that are about one user: a learner's work opened from the gradebook (Submission Review 1.0), and what is held
/// about somebody (Data Privacy Launch).
struct AboutUser {
    let people: People

    /// Why this visitor may not see what the message is about; nil when they may. Everybody may see what is theirs; work is
    /// for the course's staff, and data for administrators of the platform.
    static func refusal(of launch: ValidatedLaunch) -> LaunchReason? {
        if let user = launch.forUser?.userID, user == launch.subject { return nil }
        let may =
            launch.messageType == .dataPrivacy
            ? launch.roles.isAdministrator || launch.roles.standing == .administrator : launch.roles.standing.isStaff
        return may && !launch.roles.isTestUser ? nil : .roleNotPermitted
    }

    func visit(
        _ launch: ValidatedLaunch, visitor: UUID16?, registration: Registration, deployment: Deployment,
        in tx: Transaction
    ) throws -> NewLaunchSession {
        let tenant = deployment.tenant
        let subject = try launch.forUser.flatMap { user in
            try people.find(.lti(issuer: registration.issuer, subject: user.userID), of: tenant, in: tx)
        }
        let known = subject?.erasedAt == nil ? subject?.id : nil
        var new = NewLaunchSession(
            tenant: tenant, person: visitor, registration: registration.id, link: deployment.id, cohort: nil,
            enrolment: nil, standing: launch.roles.standing, isTestUser: launch.roles.isTestUser,
            locale: launch.locale, returnURL: launch.presentation?.returnURL)
        (new.subject, new.deployment) = (known, deployment.id)
        guard launch.messageType == .submissionReview else {
            new.purpose = .dataPrivacy
            return new
        }
        new.purpose = .submissionReview
        try Registrations.setReviewsSubmissions(registration.id, in: tx)
        if let link = try link(of: launch, registration, deployment, tx) {
            let enrolment = try known.flatMap { try Self.enrolment(of: $0, by: link, in: tx) }
            (new.link, new.cohort, new.enrolment) = (link.id, enrolment?.cohort ?? link.cohort, enrolment?.id)
            (new.module, new.lesson) = (link.target?.module, link.target?.lesson)
        }
        return new
    }

    /// The one in which they came by the link, which a group may have led elsewhere than the link leads; of those who never
    /// came, the one of their group by the last reading of the rosters, else the one of the link's own cohort.
    private static func enrolment(of person: UUID16, by link: ResourceLink, in tx: Transaction) throws -> Enrolment? {
        let enrolments = Enrolments(link.tenant)
        if let id = try LinkVisits(link.tenant).enrolment(of: person, by: link.id, in: tx),
            let visited = try enrolments.find(id, in: tx)
        {
            return visited
        }
        guard let own = link.cohort else { return nil }
        var cohort = own
        if let course = try CohortStore(link.tenant).find(own, in: tx)?.course {
            let groups = CourseGroups(link.tenant, at: ContextPlace(of: link))
            cohort = try groups.cohort(of: person, course: course, in: tx) ?? own
        }
        return try enrolments.find(person: person, cohort: cohort, in: tx)
    }

    /// By the line item, which every review names; a link that is named beside it comes first (Submission Review 1.0 §3.2).
    private func link(
        of launch: ValidatedLaunch, _ registration: Registration, _ deployment: Deployment, _ tx: Transaction
    ) throws -> ResourceLink? {
        let links = ResourceLinks(deployment.tenant)
        if let id = launch.resourceLink?.id,
            let named = try links.find(
                linkID: id, registration: registration.id, deployment: deployment.id, in: tx)
        {
            return named
        }
        let place = LinkPlace(registration: registration.id, deployment: deployment.id, contextID: nil)
        return try launch.assignmentAndGrades?.lineItemURL.flatMap { try links.find(lineItem: $0, at: place, in: tx) }
    }
}

extension ServiceSettings {
    /// What our line items say of reviews: begun work may be seen too.
    var submissionReview: SubmissionReview {
        SubmissionReview(
            reviewable: [.started, .inProgress, .submitted, .completed], label: ToolDescription.name, url: launchURL)
    }
}

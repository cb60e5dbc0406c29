import LTI
package import Values

/// A placement of the tool in a platform's course (LTI Core 1.3 §5.3.5), with the services that its launches named. They
/// belong to the link, so that scores can be sent weeks later (traps 4).
package struct ResourceLink: Sendable {
    package let id: UUID16
    package let tenant: TenantID
    package let registration: UUID16
    package let deployment: UUID16
    /// The platform's own id, unique within the deployment.
    package let linkID: String
    package let title: String?
    package let contextID: String?
    package let contextTitle: String?
    /// Where the link leads; nil until somebody chose.
    package let target: LinkTarget?
    package var cohort: UUID16? { target?.cohort }
    /// The platform's course that it stands in; nil where its launches name none.
    package var place: LinkPlace? {
        contextID.map { LinkPlace(registration: registration, deployment: deployment, contextID: $0) }
    }
    /// Where the link leads in the course from which its own was copied; nobody is led there before staff said so.
    package let origin: LinkLead?
    /// Whether staff of ours led it nowhere: then nothing but a choice leads it again.
    package let isHeld: Bool
    /// The link's coupled line item, as its launches name it.
    package let lineItemURL: String?
    package let lineItemsURL: String?
    /// The line item that we found or made, where the platform couples none.
    package let ownLineItem: OwnLineItem?
    package let gradeScopes: [String]
    package let membershipsURL: String?
    /// Where the course lists its groups; nil where the platform doesn't offer it.
    package let groupsURL: String?
    package let groupSetsURL: String?
    package let createdAt: Instant
    package let launchedAt: Instant
    /// When launches last changed where, or with which rights, its scores are posted.
    package let gradesAt: Instant

    /// Where we may look for a line item, or make one: nowhere for a link that was chosen to be without. The platform's
    /// own coupled item takes scores all the same, since a teacher made it there.
    package var lineItemContainer: String? { target?.isGraded == false ? nil : lineItemsURL }

    /// Whether a score may be posted, and where to is known or can be found out.
    package var takesScores: Bool {
        guard gradeScopes.contains(GradeScope.score) else { return false }
        if lineItemURL != nil || ownLineItem?.url != nil { return true }
        return lineItemContainer != nil && ownLineItem?.origin != .removed
    }

    /// Where scores go, once it is known.
    package var scoredLineItemURL: String? { lineItemURL ?? ownLineItem?.url }
}

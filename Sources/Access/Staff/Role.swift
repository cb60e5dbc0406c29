/// The eight roles of GDPR-SEC-02.
package enum Role: String, Sendable, CaseIterable, Hashable {
    case owner
    case administrator
    /// The privacy officer.
    case privacy
    /// Teaches a course.
    case instructor
    /// Leads a cohort.
    case lead
    case coach
    case learner
    /// A program with a credential.
    case client

    /// Roles that a user of the administration may have. Who teaches comes in from the platform by a launch, with the
    /// role there, and sees the group of the launched link.
    package static let ofStaff: [Role] = [.owner, .administrator, .privacy]

    /// The permission matrix: least right for each.
    package var rights: Set<Right> {
        switch self {
        case .owner: Self.administration.union(Self.privacyDuties).union([.manageKeys, .manageUsers])
        case .administrator: Self.administration
        case .privacy: Self.privacyDuties
        case .instructor, .lead, .coach: [.seeRoster, .teach]
        case .learner: [.learn]
        case .client: [.useLRS]
        }
    }

    private static let administration: Set<Right> = [
        .seeRoster, .teach, .seeEveryCohort, .manageCohorts, .manageCourses, .managePackages, .managePlatforms,
        .manageCredentials, .exportReports, .exportStatements, .voidStatements, .seePersonalData,
        .readAudit, .replayOutbox,
    ]
    private static let privacyDuties: Set<Right> = [
        .seePersonalData, .answerDataRequests, .approveErasure, .manageHolds, .exportReports, .readAudit,
    ]
}

/// The roles of one user, and what they come to.
package struct Roles: Sendable, Hashable {
    package let roles: Set<Role>

    package init(_ roles: Set<Role>) { self.roles = roles }

    /// Names separated by spaces or commas; nil for an unknown name or none at all.
    package init?(_ text: String) {
        let names = text.split { $0 == " " || $0 == "," }
        let known = names.compactMap { Role(rawValue: String($0)) }
        guard !known.isEmpty, known.count == names.count else { return nil }
        roles = Set(known)
    }

    /// The names in a fixed order.
    package var text: String { Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: " ") }

    package func allow(_ right: Right) -> Bool { roles.contains { $0.rights.contains(right) } }
}

/// One thing that a role may or may not do. Workflows ask for a right, never for a role.
package enum Right: String, Sendable, CaseIterable, Hashable {
    /// Open lessons of one's own enrolments and see one's own progress.
    case learn
    /// See members and progress of cohorts that one teaches.
    case seeRoster
    /// Attendance, notes, waivers and overrides in cohorts that one teaches.
    case teach
    /// See members and progress of every cohort.
    case seeEveryCohort
    case manageCohorts
    case manageCourses
    /// Import packages and approve what they may reach.
    case managePackages
    /// Registrations, deployments and links of LMSs.
    case managePlatforms
    case manageCredentials
    case manageUsers
    case manageKeys
    /// Reports over many people, logged with their purpose.
    case exportReports
    /// Learning records as they are stored.
    case exportStatements
    /// Take a statement out of what counts.
    case voidStatements
    /// Names and addresses beyond the cohorts that one teaches.
    case seePersonalData
    /// Take and answer requests of data subjects.
    case answerDataRequests
    /// Approve an erasure, as the second person.
    case approveErasure
    /// Put a hold on data or lift it.
    case manageHolds
    case readAudit
    /// Send again what was not delivered.
    case replayOutbox
    /// Speak to the LRS within its scopes.
    case useLRS
}

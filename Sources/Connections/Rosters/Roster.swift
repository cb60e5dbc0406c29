package import Values

/// The roster of a platform's course for one cohort: where it is read, and how the last reading went.
package struct PlatformRoster: Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Never read.
        case new
        case good
        /// The last reading broke off; nobody was dropped by it.
        case failed
        /// Read, but so many were missing that nobody was dropped; a reading by hand does it.
        case doubtful
        /// Read, but it was empty or some of it couldn't be understood: nobody was dropped, not even by hand.
        case unclear
        /// The platform doesn't tell whose group a member is in, so nobody was added.
        case mixed
        /// It can't be read as things stand, such as while its platform is switched off; the note says why.
        case blocked
    }

    package let id: UUID16
    package let tenant: TenantID
    package let registration: UUID16
    package let deployment: UUID16
    package let cohort: UUID16
    package let membershipsURL: String
    /// Opaque; nil where the platform reports no differences.
    package let differencesURL: String?
    /// When all of it was last read.
    package let fullAt: Instant?
    package let syncedAt: Instant?
    /// Counts the readings.
    package let run: Int64
    package let state: State
    /// For staff; without names.
    package let note: String
    package let counts: Counts
    /// The course at the platform.
    package let place: ContextPlace
    /// The platform's own id of the course; nil where it names none.
    package let contextID: String?

    package struct Counts: Sendable, Hashable {
        package var active = 0
        package var inactive = 0
        package var missing = 0
        /// People whose data was erased and who don't come back by a roster.
        package var suppressed = 0

        package init() {}
    }
}

/// A member as the last reading had them.
package struct RosterMember: Sendable, Hashable {
    package enum Status: String, Sendable, CaseIterable { case active, inactive, missing }

    package let person: UUID16
    package let status: Status
    package let standing: String
}

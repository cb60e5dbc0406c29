package import LTI
package import Values

/// A notice that a platform sent and that was believed.
package struct ReceivedNotice: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case waiting
        case done
        /// Of a type that we only keep.
        case kept
    }

    package let tenant: TenantID
    package let id: UUID16
    package let registration: UUID16
    package let deployment: UUID16
    /// The platform's own.
    package let noticeID: String
    package let type: String
    package let happenedAt: Instant
    package let receivedAt: Instant
    package let contextID: String?
    package let contextTitle: String?
    /// The courses that the context was copied from.
    package let origins: [String]
    package let person: UUID16?
    /// What it held, masked.
    package let received: [LaunchReceipt.Line]
    package let state: State
    /// What came of it, for staff.
    package let note: String
}

/// Where a notice came from, as far as we know it.
package struct NoticeSource: Sendable {
    package var registration: UUID16
    package var deployment: UUID16
    /// Whom it is about.
    package var person: UUID16?
    package var receipt: LaunchReceipt

    package init(registration: UUID16, deployment: UUID16, person: UUID16?, receipt: LaunchReceipt) {
        self.registration = registration
        self.deployment = deployment
        self.person = person
        self.receipt = receipt
    }
}

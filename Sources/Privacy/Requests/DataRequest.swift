package import Values

/// A request of a data subject.
package struct DataRequest: Sendable {
    package let tenant: TenantID
    package let id: UUID16
    /// `DR-2026-0001`: what letters, certificates and confirmations name.
    package let number: String
    package let kind: DataRequestKind
    /// Nil once the person was erased.
    package var person: UUID16?
    package var state: DataRequestState
    package var ground: ErasureGround?
    package var receivedAt: Instant
    package var dueAt: Instant
    package var extendedAt: Instant?
    /// A staff user's id, `person`, or `command-line`.
    package var requestedBy: String
    package var approvedAt: Instant?
    package var closedAt: Instant?
    /// The dry run's counts, as JSON.
    package var counts: String?
    /// The signed certificate of an erasure, as it was handed out.
    package var certificate: String?
}

/// A step of a request: who, when, why.
package struct DataRequestEvent: Sendable, Hashable {
    package var state: DataRequestState
    package var changedBy: String
    package var reason: String?
    package var changedAt: Instant
}

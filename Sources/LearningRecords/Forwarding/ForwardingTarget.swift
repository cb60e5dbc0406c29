package import Values

/// Another system that gets statements as they are stored.
package struct ForwardingTarget: Sendable {
    package enum Kind: Int64, Sendable, CaseIterable {
        case recordStore = 1
        case webhook = 2
    }

    package let id: UUID16
    package let name: String
    package let kind: Kind
    /// Address, credential and filter, sealed.
    package let settings: [UInt8]
    package let isActive: Bool
    /// Up to where everything was sent, or refused for good.
    package let reached: StatementPosition
    /// How many statements were taken.
    package let sent: Int
    /// How many were refused for good.
    package let refused: Int
    package let createdAt: Instant
    /// Of the last statement that was taken.
    package let sentAt: Instant?
}

/// A statement that a target doesn't take.
package struct ForwardingRefusal: Sendable, Hashable {
    package let row: Int64
    package let statement: UUID16
    /// The answer's status.
    package let status: Int
    package let refusedAt: Instant

    package init(row: Int64, statement: UUID16, status: Int, refusedAt: Instant) {
        self.row = row
        self.statement = statement
        self.status = status
        self.refusedAt = refusedAt
    }
}

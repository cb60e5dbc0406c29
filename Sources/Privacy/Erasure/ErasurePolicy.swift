package import Values

/// What an erasure needs before it can't be undone any more.
package struct ErasurePolicy: Sendable, Hashable {
    /// Different staff users who must approve.
    package var approvals: Int
    /// Seconds between the last approval and the erasure, in which it can be cancelled (GDPR-ERA-12).
    package var coolOff: Int64

    /// Two approvers and a day; a child's data go without the day.
    package static let standard = ErasurePolicy(approvals: 2, coolOff: 86_400)

    package init(approvals: Int = 2, coolOff: Int64) {
        self.approvals = approvals
        self.coolOff = coolOff
    }

    /// From when on a request may be executed; nil while it isn't approved.
    package func executableAt(_ request: DataRequest) -> Instant? {
        guard request.state == .approved, let approved = request.approvedAt else { return nil }
        return request.ground == .childsData ? approved : approved.adding(seconds: coolOff)
    }

    /// Every reason why an erasure can't happen now; empty when it may.
    /// - Parameter confirmation: what was typed; it must be the request's number.
    package func obstacles(
        to request: DataRequest, approvers: [String], confirmation: String, now: Instant
    ) -> [ServiceError.Fault] {
        var faults: [ServiceError.Fault] = []
        if request.kind != .erasure { faults.append(.init("kind", "It is no request for erasure.")) }
        if request.person == nil { faults.append(.init("person", "The person is erased already.")) }
        if request.state != .approved { faults.append(.init("state", "The request isn't approved.")) }
        if approvers.count < approvals {
            faults.append(.init("approvals", "\(approvers.count) of \(approvals) approvals are there."))
        }
        if confirmation != request.number {
            faults.append(.init("confirmation", "Type the request's number to confirm."))
        }
        if let from = executableAt(request), now < from {
            faults.append(.init("coolOff", "It can be executed from \(from.rfc3339) on."))
        }
        return faults
    }
}

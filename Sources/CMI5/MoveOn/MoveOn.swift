/// What an AU must report to count as done (cmi5 §13.1.4).
public enum MoveOn: String, Sendable, CaseIterable {
    /// Done from the start.
    case notApplicable = "NotApplicable"
    case passed = "Passed"
    case completed = "Completed"
    case completedAndPassed = "CompletedAndPassed"
    case completedOrPassed = "CompletedOrPassed"

    /// Whether what happened in a registration is enough, in whatever order and session it came.
    public func isMet(by progress: UnitProgress) -> Bool {
        if progress.isWaived { return true }
        return switch self {
        case .notApplicable: true
        case .passed: progress.isPassed
        case .completed: progress.isCompleted
        case .completedAndPassed: progress.isCompleted && progress.isPassed
        case .completedOrPassed: progress.isCompleted || progress.isPassed
        }
    }
}

/// What is known of one AU in one registration.
public struct UnitProgress: Sendable, Hashable {
    public var isCompleted: Bool
    public var isPassed: Bool
    public var isWaived: Bool

    public init(isCompleted: Bool = false, isPassed: Bool = false, isWaived: Bool = false) {
        self.isCompleted = isCompleted
        self.isPassed = isPassed
        self.isWaived = isWaived
    }
}

/// The outcome of a launch: every check with its result. A refusal has all its reasons.
public struct LaunchVerdict: Sendable {
    public enum Result: Sendable, Equatable {
        case passed
        case failed([LaunchReason])
        /// An earlier failure left nothing that could be trusted to check.
        case notReached
    }

    /// Nil when the launch is refused.
    public let launch: ValidatedLaunch?
    private let results: [LaunchCheck: Result]
    /// What was accepted though it isn't as the standard wants it; `<what>:<where>`.
    public let warnings: [String]

    init(launch: ValidatedLaunch?, results: [LaunchCheck: Result], warnings: [String]) {
        self.launch = launch
        self.results = results
        self.warnings = warnings
    }

    /// A refusal for one reason, before or after the token was looked at; later checks are not reached.
    public init(refusing reason: LaunchReason) {
        var log = LaunchCheckLog()
        for check in LaunchCheck.allCases.prefix(while: { $0 != reason.check }) { log.pass(check) }
        log.fail(reason)
        self = log.refusal
    }

    /// The same verdict with a reason that was found later, such as a deployment that nobody knows.
    public func refused(adding reason: LaunchReason) -> LaunchVerdict {
        var results = results
        if case .failed(let others) = result(of: reason.check) {
            results[reason.check] = .failed(others + [reason])
        } else {
            results[reason.check] = .failed([reason])
        }
        return LaunchVerdict(launch: nil, results: results, warnings: warnings)
    }

    /// The same verdict with a remark for staff.
    public func warning(_ warning: String) -> LaunchVerdict {
        LaunchVerdict(launch: launch, results: results, warnings: warnings + [warning])
    }

    public func result(of check: LaunchCheck) -> Result { results[check] ?? .notReached }

    /// All checks in order.
    public var checks: [(check: LaunchCheck, result: Result)] {
        LaunchCheck.allCases.map { ($0, result(of: $0)) }
    }

    /// Everything that is wrong, in the order of the checks.
    public var reasons: [LaunchReason] {
        checks.flatMap { _, result in
            if case .failed(let reasons) = result { reasons } else { [LaunchReason]() }
        }
    }

    /// The status of the answer: that of the first reason that says the token can't be trusted, else of the first.
    public var status: Int? {
        let reasons = reasons
        return (reasons.first { $0.status == 401 } ?? reasons.first)?.status
    }

    /// What the browser is told; a token that is both too old and otherwise bad is plainly refused.
    public var failureClass: LaunchFailureClass? {
        let reasons = reasons
        return (reasons.first { $0.failureClass == .refused } ?? reasons.first)?.failureClass
    }
}

/// Collects the results while the checks are made.
struct LaunchCheckLog {
    private(set) var results = [LaunchCheck: LaunchVerdict.Result](minimumCapacity: LaunchCheck.allCases.count)
    var warnings: [String] = []
    private(set) var hasFailed = false

    mutating func pass(_ check: LaunchCheck) { if results[check] == nil { results[check] = .passed } }

    mutating func fail(_ reason: LaunchReason) {
        hasFailed = true
        if case .failed(let others) = results[reason.check] {
            results[reason.check] = .failed(others + [reason])
        } else {
            results[reason.check] = .failed([reason])
        }
    }

    /// Passes the check, or fails it with the reasons given.
    mutating func settle(_ check: LaunchCheck, _ reason: LaunchReason?) {
        if let reason { fail(reason) } else { pass(check) }
    }

    var refusal: LaunchVerdict { LaunchVerdict(launch: nil, results: results, warnings: warnings) }
}

import JSON
package import LTI
package import Values

/// What is kept of every launch, good or bad: each check with its result, and the token never.
package struct LaunchRecord: Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case opened
        /// All was good, but nobody chose a cohort for the link yet.
        case notSetUp = "not_set_up"
        case refused
    }

    package var id: UUID16
    /// Tenant 0 where no registration could be found.
    package var tenant: TenantID
    package var at: Instant
    /// What the browser's page shows, for support.
    package var reference: String
    package var registration: UUID16?
    package var deploymentID: String?
    package var person: UUID16?
    package var link: UUID16?
    package var cohort: UUID16?
    package var standing: RoleSet.Standing?
    /// As sent, with unknown ones.
    package var roles: [String] = []
    package var outcome: Outcome
    package var failureClass: LaunchFailureClass?
    /// The HTTP status of the answer.
    package var status: Int
    package var checks: [Check]
    package var warnings: [String]
    /// What came, masked; empty where nothing could be read.
    package var received: [LaunchReceipt.Line] = []

    /// A check as stored.
    package struct Check: Sendable, Equatable {
        package var name: String
        /// `passed`, `failed` or `not_reached`.
        package var result: String
        package var reasons: [Reason]
    }

    package struct Reason: Sendable, Equatable {
        package var code: String
        package var detail: String?
    }

    package static let noTenant = TenantID(0)

    package init(
        id: UUID16, tenant: TenantID, at: Instant, reference: String, outcome: Outcome, verdict: LaunchVerdict,
        status: Int
    ) {
        self.id = id
        self.tenant = tenant
        self.at = at
        self.reference = reference
        self.outcome = outcome
        self.status = status
        failureClass = verdict.failureClass
        checks = verdict.checks.map(Check.init)
        warnings = verdict.warnings
    }

    init(
        id: UUID16, tenant: TenantID, at: Instant, reference: String, outcome: Outcome, status: Int, checks: [Check],
        warnings: [String]
    ) {
        self.id = id
        self.tenant = tenant
        self.at = at
        self.reference = reference
        self.outcome = outcome
        self.status = status
        self.checks = checks
        self.warnings = warnings
    }

    /// The codes of everything that was wrong.
    package var reasons: [String] { checks.flatMap { $0.reasons.map(\.code) } }
}

extension LaunchRecord.Check {
    init(_ check: LaunchCheck, _ result: LaunchVerdict.Result) {
        name = check.rawValue
        switch result {
        case .passed: (self.result, reasons) = ("passed", [])
        case .notReached: (self.result, reasons) = ("not_reached", [])
        case .failed(let found):
            (self.result, reasons) = ("failed", found.map { .init(code: $0.code, detail: $0.detail) })
        }
    }

    init(parsing value: JSONValue) {
        name = value["check"]?.string ?? ""
        result = value["result"]?.string ?? ""
        reasons = (value["reasons"]?.elements.map { $0 } ?? []).map {
            .init(code: $0["code"]?.string ?? "", detail: $0["detail"]?.string)
        }
    }

    var node: JSONNode {
        .compactObject([
            ("check", .string(name)), ("result", .string(result)),
            ("reasons", reasons.isEmpty ? Optional.none : .array(reasons.map(\.node))),
        ])
    }
}

extension LaunchRecord.Reason {
    var node: JSONNode {
        .compactObject([("code", .string(code)), ("detail", detail.map(JSONNode.string))])
    }
}

import Cohorts
import Values
import XAPI

/// Statements in short, for completion tests.
enum Facts {
    static let registration = UUID16(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let root = "http://example.org/course/ü root"
    static let cmi5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
    static let epoch = Instant(unixSeconds: 1_795_000_000)

    static func fact(
        _ number: UInt64, _ verb: String, on activity: String = root, at seconds: Int64? = nil,
        stored: Int64? = nil, _ result: ResultFacts = ResultFacts(), registration: UUID16 = registration,
        voided: Bool = false, categories: [String] = [], by authority: StatementFact.AuthorityKind = .session
    ) -> StatementFact {
        let seconds = seconds ?? Int64(number)
        return StatementFact(
            statementID: UUID16(high: 7, low: number), verbID: verb, activityID: activity, registration: registration,
            timestamp: epoch.adding(seconds: seconds), stored: epoch.adding(seconds: stored ?? seconds + 1),
            result: result, isVoided: voided, categories: categories, authorityKind: authority)
    }

    static func cmi5(
        _ number: UInt64, _ verb: String, _ result: ResultFacts = ResultFacts(), registration: UUID16 = registration,
        by authority: StatementFact.AuthorityKind = .session
    ) -> StatementFact {
        fact(number, verb, result, registration: registration, categories: [cmi5], by: authority)
    }

    static func moment(_ seconds: Int64) -> Instant { epoch.adding(seconds: seconds) }
}

extension CompletionRule {
    func result(over facts: [StatementFact], registration: UUID16 = Facts.registration) -> LessonResult {
        result(of: evidence(in: facts, registration: registration))
    }

    static func tincan(failedCompletes: Bool = true) -> CompletionRule {
        CompletionRule(activityID: Facts.root, kind: .tincan(failedCompletes: failedCompletes))
    }
}

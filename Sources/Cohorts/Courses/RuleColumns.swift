import CMI5
import Values

/// A completion rule's kind as the columns of a lesson's row.
struct RuleColumns {
    var rule: String
    /// A cmi5 moveOn, or empty.
    var moveOn: String
    var failedCompletes: Bool

    init(rule: String, moveOn: String, failedCompletes: Bool) {
        self.rule = rule
        self.moveOn = moveOn
        self.failedCompletes = failedCompletes
    }

    init(_ kind: CompletionRule.Kind) {
        switch kind {
        case .cmi5(let moveOn): self.init(rule: "cmi5", moveOn: moveOn.rawValue, failedCompletes: false)
        case .tincan(let failed): self.init(rule: "tincan", moveOn: "", failedCompletes: failed)
        }
    }

    /// - Throws: `internalError` for columns that no version of this code wrote.
    var kind: CompletionRule.Kind {
        get throws {
            switch rule {
            case "tincan": return .tincan(failedCompletes: failedCompletes)
            case "cmi5":
                if let moveOn = MoveOn(rawValue: moveOn) { return .cmi5(moveOn) }
            default: break
            }
            throw ServiceError(.internalError, "A lesson's rule can't be read.", cause: "\(rule) \(moveOn)")
        }
    }
}

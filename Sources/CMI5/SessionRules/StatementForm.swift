import XAPI

/// Whether a statement is one that cmi5 defines or one that it merely allows (cmi5 §7.1.3).
struct StatementForm {
    /// Nil for an allowed statement, and for one that claims to be defined and can't be.
    private(set) var definedVerb: SessionRecord.Verb?
    private(set) var violations: [RuleViolation] = []

    private static let verbs: [String: SessionRecord.Verb] = [
        VerbID.initialized: .initialized, VerbID.completed: .completed, VerbID.passed: .passed,
        VerbID.failed: .failed, VerbID.terminated: .terminated,
    ]
    private static let verbsOfTheLMS = [VerbID.launched, VerbID.abandoned, VerbID.waived, VerbID.satisfied]

    init(_ statement: ValidStatement) {
        let categories = statement.categories
        if statement.isVoiding || statement.verbID == VerbID.voided {
            violations.append(.init("CMI-AUS-20", "An AU must not void statements."))
        }
        guard categories.contains(CMI5Category.cmi5) else {
            if categories.contains(CMI5Category.moveOn) {
                violations.append(.init("CMI-AUS-18", "The moveon category belongs to cmi5 statements alone."))
            }
            return
        }
        if let verb = Self.verbs[statement.verbID] {
            definedVerb = verb
        } else if Self.verbsOfTheLMS.contains(statement.verbID) {
            violations.append(.init("CMI-AUS-21", "Only the LMS sends this verb."))
        } else {
            violations.append(.init("CMI-AUS-01", "The cmi5 category goes with cmi5's own verbs only."))
        }
    }
}

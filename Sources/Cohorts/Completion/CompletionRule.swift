package import CMI5
package import Values
package import XAPI

/// When a lesson counts as done, as a pure function over the statements of one registration.
package struct CompletionRule: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The AU's moveOn over its cmi5-defined statements (cmi5 §13.1.4, §7.1.3).
        case cmi5(MoveOn)
        /// The default for all tincan packages: `completed` or `passed` on the launched root, or any verb except
        /// `attempted` with completion true.
        /// - failedCompletes: whether `failed` with completion true counts, as Rise and Storyline send it for a quiz
        ///   that was done and not passed.
        case tincan(failedCompletes: Bool)
    }

    /// The id of the launched root activity or AU; compared as bytes, never normalised.
    package var activityID: String
    package var kind: Kind

    package init(activityID: String, kind: Kind) {
        self.activityID = activityID
        self.kind = kind
    }

    /// What the statements say about this lesson; those of another registration, on another object or voided say
    /// nothing.
    package func evidence(in facts: some Sequence<StatementFact>, registration: UUID16) -> LessonEvidence {
        var evidence = LessonEvidence()
        for fact in facts where concerns(fact, registration) {
            let mark = EvidenceMark(
                at: fact.timestamp, statement: fact.statementID, storedAt: fact.stored,
                seconds: fact.result.duration?.seconds)
            for role in roles(of: fact) { evidence.note(role, mark) }
            if let score = score(of: fact, mark) { evidence.note(score) }
        }
        return evidence
    }

    /// Where the learner stands.
    package func result(of evidence: LessonEvidence) -> LessonResult {
        let passed = evidence[.passed]
        return LessonResult(
            metAt: metAt(evidence), completedAt: evidence[.completed]?.at, passedAt: passed?.at,
            failedAt: evidence[.failed]?.at, startedAt: evidence[.started]?.at,
            success: passed != nil ? true : evidence[.failed] != nil ? false : nil,
            scaled: evidence.score?.scaled, isMetByRule: isMetByRule)
    }

    /// True when no statement is needed.
    package var isMetByRule: Bool { kind == .cmi5(.notApplicable) }

    private func concerns(_ fact: StatementFact, _ registration: UUID16) -> Bool {
        guard !fact.isVoided, fact.registration == registration, let object = fact.activityID,
            object.utf8.elementsEqual(activityID.utf8)
        else { return false }
        if case .cmi5 = kind { return fact.categories.contains(CMI5Category.cmi5) }
        return true
    }

    private func roles(of fact: StatementFact) -> [LessonEvidence.Role] {
        switch fact.verbID {
        case VerbID.launched, VerbID.abandoned, VerbID.satisfied: return []
        case VerbID.waived: return fact.authorityKind == .service ? [.waived] : []
        default: break
        }
        var roles: [LessonEvidence.Role] = [.started]
        if completes(fact) { roles.append(.completed) }
        if fact.verbID == VerbID.passed { roles.append(.passed) }
        if fact.verbID == VerbID.failed { roles.append(.failed) }
        return roles
    }

    private func completes(_ fact: StatementFact) -> Bool {
        switch kind {
        case .cmi5: fact.verbID == VerbID.completed
        case .tincan(let failedCompletes):
            switch fact.verbID {
            case VerbID.completed, VerbID.passed: true
            case VerbID.attempted: false
            case VerbID.failed: failedCompletes && fact.completion == true
            default: fact.completion == true
            }
        }
    }

    /// A score counts with a verdict or a completion, never with `attempted` (Captivate sends one there, twice).
    private func score(of fact: StatementFact, _ mark: EvidenceMark) -> ScoreMark? {
        let isVerdict = fact.verbID == VerbID.passed || fact.verbID == VerbID.failed
        guard isVerdict || completes(fact), let scaled = fact.result.scaledOrComputed else { return nil }
        return ScoreMark(
            scaled: scaled, raw: fact.result.raw, minimum: fact.result.min, maximum: fact.result.max, mark: mark)
    }

    private func metAt(_ evidence: LessonEvidence) -> Instant? {
        let completed = evidence[.completed]?.at
        let passed = evidence[.passed]?.at
        let byContent: Instant? =
            switch kind {
            case .tincan, .cmi5(.completed): completed
            case .cmi5(.passed): passed
            case .cmi5(.completedAndPassed): completed.flatMap { at in passed.map { max(at, $0) } }
            case .cmi5(.completedOrPassed): [completed, passed].compactMap { $0 }.min()
            case .cmi5(.notApplicable): nil
            }
        return [byContent, evidence[.waived]?.at].compactMap { $0 }.min()
    }
}

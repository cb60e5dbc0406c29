import JSON
public import Values
public import XAPI

/// Judges what an AU sends within one session (cmi5 §9): the statement alone, and its place in the order of things.
///
/// Pure: the record goes in, violations come out, and the record is carried on only when there are none.
public struct SessionRules: Sendable {
    public let terms: SessionTerms
    /// How long after `terminated` late statements are still taken, in seconds; 0 (cmi5 §9.3.8).
    public var graceSeconds: Int64

    public init(terms: SessionTerms, graceSeconds: Int64 = 0) {
        self.terms = terms
        self.graceSeconds = graceSeconds
    }

    /// Admits a statement that is valid as plain xAPI, or says everything that speaks against it; the record is then
    /// as it was.
    /// - Parameter now: when it arrived.
    public func admit(_ statement: ValidStatement, into record: inout SessionRecord, now: Instant) -> [RuleViolation] {
        let form = StatementForm(statement)
        var violations = identityViolations(statement) + orderViolations(statement, form, record, now)
        if let verb = form.definedVerb {
            violations += DefinedStatementRules(terms: terms).violations(of: statement, verb: verb)
            violations += repetitionViolations(statement, verb, record)
        } else {
            violations += form.violations
        }
        guard violations.isEmpty else { return violations }
        note(statement, form.definedVerb, in: &record, now)
        return []
    }

    /// Judges a request's statements in their order; one bad statement refuses all (CMI-SES-14).
    public func admit(_ statements: [ValidStatement], into record: inout SessionRecord, now: Instant) -> [RuleViolation]
    {
        var carried = record
        for statement in statements {
            let violations = admit(statement, into: &carried, now: now)
            guard violations.isEmpty else { return violations }
        }
        record = carried
        return []
    }

    private func note(
        _ statement: ValidStatement, _ verb: SessionRecord.Verb?, in record: inout SessionRecord, _ now: Instant
    ) {
        if let time = statement.timestamp?.instant {
            record.latestTimestamp = max(record.latestTimestamp ?? time, time)
            if verb == .initialized { record.initializedAt = time }
        }
        guard let verb, let id = statement.id else { return }
        record.admitted[verb] = id
        if verb == .terminated { record.terminatedAt = now }
    }
}

// MARK: who, when

extension SessionRules {
    private func identityViolations(_ statement: ValidStatement) -> [RuleViolation] {
        var found: [RuleViolation] = []
        let value = statement.value
        if statement.id == nil { found.append(.init("CMI-SES-01", "The statement has no id.")) }
        if let time = value["timestamp"]?.string {
            if !["Z", "z", "+00:00", "+0000", "+00"].contains(where: time.hasSuffix) {
                found.append(.init("CMI-SES-03", "The timestamp is not in UTC."))
            }
        } else {
            found.append(.init("CMI-SES-02", "The statement has no timestamp."))
        }
        if statement.actor != terms.actor || value["actor"]?["objectType"]?.string == "Group" {
            found.append(.init("CMI-AUS-05", "The actor is not the learner of this session."))
        }
        if statement.registration != terms.registration {
            found.append(.init("CMI-AUS-06", "The registration is not that of this session."))
        }
        if statement.sessionID != terms.sessionID {
            found.append(.init("CMI-AUS-07", "The session id is missing or not that of this session."))
        }
        let omissions = TemplateCheck.omissions(from: statement.value["context"], template: terms.contextTemplate)
        return found + omissions.map { .init("CMI-AUS-08", "The context template's \($0) is missing or changed.") }
    }

    private func orderViolations(
        _ statement: ValidStatement, _ form: StatementForm, _ record: SessionRecord, _ now: Instant
    ) -> [RuleViolation] {
        if record.isAbandoned { return [.init("CMI-SES-07", "The session was abandoned.")] }
        if let end = record.terminatedAt, now > end.adding(seconds: graceSeconds) || graceSeconds == 0 {
            return [.init("CMI-SES-06", "The session is terminated.")]
        }
        let time = statement.timestamp?.instant
        if form.definedVerb == .initialized {
            if record.hasReadPreferences { return [] }
            return [.init("CMI-PREF-02", "The learner preferences were not read before initialized.")]
        }
        guard let start = record.initializedAt else {
            return [.init("CMI-SES-04", "The first statement of a session must be initialized.")]
        }
        if let time, time < start {
            return [.init("CMI-SES-13", "The timestamp lies before that of initialized.")]
        }
        if form.definedVerb == .terminated, let time, let latest = record.latestTimestamp, time < latest {
            return [.init("CMI-SES-13", "The timestamp of terminated lies before that of another statement.")]
        }
        return []
    }

    /// A repeat with the same id is left to the LRS, which takes it if it is the same statement.
    private func repetitionViolations(
        _ statement: ValidStatement, _ verb: SessionRecord.Verb, _ record: SessionRecord
    ) -> [RuleViolation] {
        if let before = record.admitted[verb] {
            if before == statement.id { return [] }
            let rule = verb == .initialized ? "CMI-SES-05" : "CMI-SES-08"
            return [.init(rule, "There was \(verb.rawValue) in this session already.")]
        }
        switch verb {
        case .passed where record.admitted[.failed] != nil, .failed where record.admitted[.passed] != nil:
            return [.init("CMI-SES-09", "A session has only one of passed and failed.")]
        case .completed where record.earlier.contains(.completed):
            return [.init("CMI-SES-10", "There was completed in this registration already.")]
        case .passed where record.earlier.contains(.passed):
            return [.init("CMI-SES-11", "There was passed in this registration already.")]
        case .failed where record.earlier.contains(.passed):
            return [.init("CMI-SES-12", "There can't be failed after passed in a registration.")]
        default: return []
        }
    }
}

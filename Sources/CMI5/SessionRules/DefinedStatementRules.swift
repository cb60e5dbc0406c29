import JSON
import XAPI

/// The form of the five statements that cmi5 defines for AUs (cmi5 §9.3 to §9.6).
struct DefinedStatementRules {
    let terms: SessionTerms

    func violations(of statement: ValidStatement, verb: SessionRecord.Verb) -> [RuleViolation] {
        var found: [RuleViolation] = []
        if statement.activityID != terms.activityID {
            found.append(.init("CMI-AUS-04", "The object is not the activity of this launch."))
        }
        if terms.mode != .normal, [.passed, .failed, .completed].contains(verb) {
            let rule = terms.mode == .browse ? "CMI-MODE-02" : "CMI-MODE-03"
            found.append(.init(rule, "In \(terms.mode.rawValue) mode nothing is judged: no \(verb.rawValue)."))
        }
        return found + resultViolations(statement.value["result"], verb) + scoreViolations(statement, verb)
            + categoryViolations(statement)
    }

    private func resultViolations(_ result: JSONValue?, _ verb: SessionRecord.Verb) -> [RuleViolation] {
        var found: [RuleViolation] = []
        let success = result?["success"]?.bool
        switch verb {
        case .passed where success != true: found.append(.init("CMI-AUS-12", "passed needs success true."))
        case .failed where success != false: found.append(.init("CMI-AUS-13", "failed needs success false."))
        case .initialized, .completed, .terminated:
            if success != nil { found.append(.init("CMI-AUS-14", "success belongs to passed and failed alone.")) }
        default: break
        }
        let completion = result?["completion"]?.bool
        if verb == .completed {
            if completion != true { found.append(.init("CMI-AUS-15", "completed needs completion true.")) }
        } else if completion != nil {
            found.append(.init("CMI-AUS-16", "completion belongs to completed alone."))
        }
        if verb != .initialized && result?["duration"] == nil {
            found.append(.init("CMI-AUS-17", "\(verb.rawValue) needs a duration."))
        }
        return found
    }

    private func scoreViolations(_ statement: ValidStatement, _ verb: SessionRecord.Verb) -> [RuleViolation] {
        guard let score = statement.value["result"]?["score"] else { return [] }
        guard verb == .passed || verb == .failed else {
            return [.init("CMI-AUS-09", "A score belongs to passed and failed alone.")]
        }
        var found: [RuleViolation] = []
        if score["raw"] != nil && (score["min"] == nil || score["max"] == nil) {
            found.append(.init("CMI-AUS-10", "A raw score needs min and max."))
        }
        guard let mastery = terms.masteryScore else { return found + scaleViolations(score) }
        let sent = statement.value["context"]?["extensions"]?[CMI5Extension.masteryScore]?.double
        if sent != mastery {
            found.append(.init("CMI-AUS-19", "The masteryscore extension is missing or not that of the launch."))
        }
        if let scaled = score["scaled"]?.double {
            if verb == .passed && scaled < mastery {
                found.append(.init("CMI-AUS-12", "passed with a score below the mastery score."))
            } else if verb == .failed && scaled >= mastery {
                found.append(.init("CMI-AUS-13", "failed with a score that reaches the mastery score."))
            }
        }
        return found + scaleViolations(score)
    }

    private func scaleViolations(_ score: JSONValue) -> [RuleViolation] {
        guard let scaled = score["scaled"]?.double, !(0...1).contains(scaled) else { return [] }
        return [.init("CMI-AUS-11", "The scaled score lies outside 0 to 1.")]
    }

    private func categoryViolations(_ statement: ValidStatement) -> [RuleViolation] {
        let result = statement.value["result"]
        let counts = result?["success"] != nil || result?["completion"] != nil
        guard counts != statement.categories.contains(CMI5Category.moveOn) else { return [] }
        let text =
            counts
            ? "The moveon category is missing beside success or completion."
            : "The moveon category needs success or completion."
        return [.init("CMI-AUS-18", text)]
    }
}

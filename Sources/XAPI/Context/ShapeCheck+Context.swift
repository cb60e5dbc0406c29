import JSON

/// Contexts (1.0.3 Data §2.4.6; IEEE 9274.1.1 §4.2.2.5).
extension ShapeCheck {
    /// - Parameter objectKind: of the statement's object; nil when that is invalid itself.
    mutating func checkContext(_ value: JSONValue, objectKind: ObjectKind?) {
        checkObject(value, as: "a context") { check, name, child in
            switch name {
            case "registration": check.checkRegistration(child)
            case "instructor": check.checkAgent(child, .agentOrGroup)
            case "team": check.checkAgent(child, .group)
            case "contextActivities": check.checkContextActivities(child)
            case "revision", "platform":
                check.checkString(child)
                if let objectKind, objectKind != .activity {
                    check.report(child, "may stand only beside an Activity as the statement's object")
                }
            case "language": check.checkLanguage(child)
            case "statement": check.checkStatementRef(child)
            case "extensions": check.checkExtensions(child)
            case "contextAgents" where check.version >= .v2:
                check.checkArray(child, of: "contextAgents") { $0.checkContextAgent($1) }
            case "contextGroups" where check.version >= .v2:
                check.checkArray(child, of: "contextGroups") { $0.checkContextGroup($1) }
            default: return false
            }
            return true
        }
    }

    private mutating func checkRegistration(_ value: JSONValue) {
        if tolerance.contains(.emptyRegistration), value.string == "" { return }
        checkUUID(value)
    }

    /// 1.0.3 Data §2.4.6.2: an Activity alone counts as an array of one.
    private mutating func checkContextActivities(_ value: JSONValue) {
        checkObject(value, as: "contextActivities") { check, name, child in
            switch name {
            case "parent", "grouping", "category", "other":
                if child.kind == .object {
                    check.checkActivity(child)
                } else {
                    check.checkArray(child, of: "Activities") { $0.checkActivity($1) }
                }
            default: return false
            }
            return true
        }
    }

    private mutating func checkContextAgent(_ value: JSONValue) {
        checkObject(value, as: "a contextAgent", needing: ["objectType", "agent"]) { check, name, child in
            switch name {
            case "objectType": check.checkObjectType(child, is: "contextAgent")
            case "agent": check.checkAgent(child, .agent)
            case "relevantTypes": check.checkRelevantTypes(child)
            default: return false
            }
            return true
        }
    }

    private mutating func checkContextGroup(_ value: JSONValue) {
        checkObject(value, as: "a contextGroup", needing: ["objectType", "group"]) { check, name, child in
            switch name {
            case "objectType": check.checkObjectType(child, is: "contextGroup")
            case "group": check.checkAgent(child, .group)
            case "relevantTypes": check.checkRelevantTypes(child)
            default: return false
            }
            return true
        }
    }

    private mutating func checkRelevantTypes(_ value: JSONValue) {
        checkArray(value, of: "IRIs") { $0.checkIRI($1) }
        if value.kind == .array, value.count == 0 { report(value, "must not be empty") }
    }
}

import JSON

/// Statements and SubStatements (1.0.3 Data §2.2, §2.4; IEEE 9274.1.1 §4.2.2).
extension ShapeCheck {
    mutating func checkStatement(_ value: JSONValue) {
        let mayLackActor = tolerance.contains(.missingActor)
        checkObject(
            value, as: "a statement", needing: mayLackActor ? ["verb", "object"] : ["actor", "verb", "object"],
            allowingNull: mayLackActor ? "actor" : nil
        ) { check, name, child in
            switch name {
            case "id": check.checkUUID(child)
            case "object": check.checkStatementObject(child)
            case "stored": check.checkTimestamp(child)
            case "authority": check.checkAuthority(child)
            case "version": check.checkStatementVersion(child)
            default: return check.checkSharedProperty(name, child, of: value)
            }
            return true
        }
        checkVoiding(value)
    }

    private mutating func checkSubStatement(_ value: JSONValue) {
        checkObject(value, as: "a SubStatement", needing: ["actor", "verb", "object"]) { check, name, child in
            switch name {
            case "objectType": return true
            case "object": check.checkSubStatementObject(child)
            case "id", "stored", "authority", "version": return false
            default: return check.checkSharedProperty(name, child, of: value)
            }
            return true
        }
    }

    /// What statements and SubStatements have in common.
    private mutating func checkSharedProperty(_ name: String, _ value: JSONValue, of statement: JSONValue) -> Bool {
        switch name {
        case "actor": checkAgent(value, .agentOrGroup)
        case "verb": checkVerb(value)
        case "result": checkResult(value)
        case "context": checkContext(value, objectKind: ObjectKind(of: statement["object"]))
        case "timestamp": checkTimestamp(value)
        case "attachments": checkArray(value, of: "attachments") { $0.checkAttachment($1) }
        default: return false
        }
        return true
    }

    private mutating func checkVerb(_ value: JSONValue) {
        checkObject(value, as: "a verb", needing: ["id"]) { check, name, child in
            switch name {
            case "id": check.checkIRI(child)
            case "display": check.checkLanguageMap(child)
            default: return false
            }
            return true
        }
    }

    private mutating func checkStatementObject(_ value: JSONValue) {
        guard value.kind == .object else { return report(value, "must be an object") }
        switch ObjectKind(of: value) {
        case .activity: checkActivity(value)
        case .agent: checkAgent(value, .agent)
        case .group: checkAgent(value, .group)
        case .statementRef: checkStatementRef(value)
        case .subStatement: checkSubStatement(value)
        case nil:
            report(
                value["objectType"] ?? value,
                "must be \"Activity\", \"Agent\", \"Group\", \"SubStatement\" or \"StatementRef\"")
        }
    }

    private mutating func checkSubStatementObject(_ value: JSONValue) {
        if ObjectKind(of: value) == .subStatement {
            report(value, "must not be a SubStatement inside a SubStatement")
        } else {
            checkStatementObject(value)
        }
    }

    /// 1.0.3 Data §2.4.4.3.
    mutating func checkStatementRef(_ value: JSONValue) {
        checkObject(value, as: "a StatementRef", needing: ["objectType", "id"]) { check, name, child in
            switch name {
            case "objectType": check.checkObjectType(child, is: "StatementRef")
            case "id": check.checkUUID(child)
            default: return false
            }
            return true
        }
    }

    /// 1.0.3 Data §2.3.2: what voids refers to a statement.
    private mutating func checkVoiding(_ value: JSONValue) {
        guard value["verb"]?["id"]?.string == VerbID.voided, let object = value["object"],
            ObjectKind(of: object) != .statementRef
        else { return }
        report(object, "must be a StatementRef, since the verb is voided")
    }

    /// 1.0.3 Data §2.4.10. IEEE 9274.1.1 §4.2.4.1 would take any version; the public suite doesn't.
    private mutating func checkStatementVersion(_ value: JSONValue) {
        guard let text = value.string else { return report(value, "must be a string") }
        if tolerance.contains(.anyStatementVersion) { return }
        guard let line = VersionHeader.line(of: text), line <= version else {
            return report(value, version == .v1 ? "must begin with 1.0." : "must begin with 1.0. or 2.0.")
        }
    }
}

public import JSON
public import Values

/// Makes the stored text of a statement: as received, on one line, with what the LRS sets (IEEE 9274.1.1 §4.2.4.2).
public struct StatementCompletion: Sendable {
    public var id: UUID16
    /// Nil leaves `stored`, and a timestamp that is missing, to a later completion.
    public var stored: Instant?
    /// Who the credential stands for, serialised; nil keeps an authority that a trusted sender gave.
    public var authority: [UInt8]?
    /// Put in the place of a missing actor, which ``StatementTolerance/missingActor`` lets pass.
    public var actor: JSONNode?
    /// Put in the place of an empty registration; nil takes the empty one out.
    public var registration: UUID16?

    public init(
        id: UUID16, stored: Instant?, authority: [UInt8]?, actor: JSONNode? = nil, registration: UUID16? = nil
    ) {
        self.id = id
        self.stored = stored
        self.authority = authority
        self.actor = actor
        self.registration = registration
    }

    /// Numbers and the order of members stay as received; what the sender left out is written at the end. The
    /// timestamp is given in UTC and context activities as arrays (1.0.3 Data §4.5, §2.4.6.2).
    public func complete(_ statement: ValidStatement) -> [UInt8] {
        var edits = JSONEdits()
        var appended: [(name: String, json: [UInt8])] = []
        for (name, json) in properties(of: statement) {
            if let received = statement.value[name] {
                edits.replace(received, with: json)
            } else {
                appended.append((name, json))
            }
        }
        if let registration, statement.value["context"] == nil {
            appended.append(("context", JSONNode.object([("registration", registration.text)]).serialized))
        }
        edits.append(appended, to: statement.value)
        completeContext(of: statement.value, &edits)
        if let registration, let context = statement.value["context"], context["registration"] == nil {
            edits.append([("registration", registration.text.serialized)], to: context)
        }
        if let subStatement = statement.subStatement {
            completeContext(of: subStatement, &edits)
            if let timestamp = subStatement["timestamp"], let time = timestamp.string.flatMap({ XAPITimestamp($0) }) {
                edits.replace(timestamp, with: quoted(time.utcText))
            }
        }
        return JSONText.compact(edits.applied(to: statement.value))
    }

    private func properties(of statement: ValidStatement) -> [(name: String, json: [UInt8])] {
        let stored = stored?.rfc3339
        var properties = [("id", quoted(id.description))]
        if let timestamp = statement.timestamp?.utcText ?? stored {
            properties.append(("timestamp", quoted(timestamp)))
        }
        if let stored { properties.append(("stored", quoted(stored))) }
        let version = statement.declaredVersion ?? statement.version.defaultStatementVersion
        properties.append(("version", JSONNode.string(version).serialized))
        if let authority { properties.append(("authority", authority)) }
        if statement.actor == nil, statement.value["actor"]?.isNull ?? true, let actor {
            properties.append(("actor", actor.serialized))
        }
        return properties
    }

    private func completeContext(of statement: JSONValue, _ edits: inout JSONEdits) {
        guard let context = statement["context"] else { return }
        for (_, related) in context["contextActivities"]?.members.map({ $0 }) ?? [] where related.kind == .object {
            edits.wrapInArray(related)
        }
        guard let received = context["registration"], received.string == "" else { return }
        if let registration {
            edits.replace(received, with: quoted(registration.description))
        } else {
            edits.removeMember("registration", of: context)
        }
    }

    /// For texts that need no escape.
    private func quoted(_ text: String) -> [UInt8] { Array("\"\(text)\"".utf8) }
}

extension UUID16 {
    fileprivate var text: JSONNode { .string(description) }
}

package import Database
import JSON
package import PersonalData
package import Values

/// Hands out and erases what this domain holds about a person: name, identifiers, and the audit lines about them.
package struct AccessPersonalData: PersonalDataExporter, PersonalDataEraser {
    package let tables = ["person", "person_identifier", "erased_identifier", "audit_event"]
    package let category = "person"
    private let people: People

    package init(people: People) { self.people = people }

    package func export(
        _ reference: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        guard let person = try people.find(reference.person, of: reference.tenant, in: transaction) else { return }
        try sink(ExportedItem(path: "person/profile.json", bytes: try profile(of: person).serialized))
        let identifiers = try people.identifiers(of: person, in: transaction)
        try sink(
            ExportedItem(
                path: "person/identifiers.json", bytes: JSONNode.array(identifiers.map(Self.node)).serialized,
                count: identifiers.count))
        let lines = try AuditLog.about(person.id, of: person.tenant, in: transaction)
        try sink(
            ExportedItem(
                path: "person/audit.json", bytes: JSONNode.array(lines.map(Self.node)).serialized, count: lines.count))
    }

    /// The person's row stays, empty; identifiers become tombstones; audit lines name the person by an id alone that
    /// leads nowhere any more, and are kept as the proof of what was done (GDPR art. 5(2)).
    package func erase(
        _ reference: PersonReference, in transaction: Transaction, at now: Instant
    ) throws -> ErasureCount {
        let identifiers = try people.destroyKey(
            of: reference.person, reference.tenant, names: reference.identifiers, in: transaction, at: now)
        let kept = try transaction.row(
            """
            select count(*) from audit_event where tenant = \(reference.tenant) and person = \(reference.person)
            """)
        var count = ErasureCount("person", .replaced, 1)
        count.add("person_identifier", .deleted, identifiers)
        count.add("erased_identifier", .replaced, identifiers)
        count.add("audit_event", .kept, Int(try kept?.int(0) ?? 0))
        return count
    }

    private func profile(of person: Person) throws -> JSONNode {
        guard case .object(let known) = try people.profile(of: person).node else { return .null }
        let fixed: [(String, JSONNode)] = [
            ("id", .string(person.id.description)), ("accountName", .string(person.accountName)),
            ("createdAt", .string(person.createdAt.rfc3339)),
        ]
        return .object(fixed + known)
    }

    private static func node(
        _ known: (identifier: PersonIdentifier, source: String, addedAt: Instant)
    ) -> JSONNode {
        [
            "kind": .string(known.identifier.kind), "value": .string(known.identifier.text),
            "source": .string(known.source), "addedAt": .string(known.addedAt.rfc3339),
        ]
    }

    private static func node(_ line: AuditLine) -> JSONNode {
        [
            "at": .string(line.at.rfc3339), "actorKind": .string(line.actorKind), "verb": .string(line.verb),
            "objectKind": .string(line.objectKind), "count": .number(line.count), "purpose": .string(line.purpose),
        ]
    }
}

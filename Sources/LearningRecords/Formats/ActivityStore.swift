package import Database
package import JSON
package import Values
import XAPI

/// What an LRS knows of activities: the definitions of all statements whose sender may define, joined.
package struct ActivityStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// The definition of an activity; nil when nothing is known.
    package func definition(of activity: String, in transaction: Transaction) throws -> JSONValue? {
        let row = try transaction.row(
            """
            select definition from activity_definition
            where tenant = \(tenant) and activity = \(DocumentContext.hash(activity))
            """)
        return try row.map { try Self.parse(try $0.bytes(0)) }
    }

    static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        do {
            return try JSONDocument(parsing: bytes).root
        } catch {
            throw ServiceError(.internalError, "A stored definition can't be read.", cause: error.message)
        }
    }

    /// Joins a definition with what is known: names and descriptions by language, the rest by member. The correct
    /// responses of a known definition stay, since a change of them would change what results mean.
    package func define(
        _ activity: String, _ definition: JSONValue, in transaction: Transaction, now: Instant
    ) throws {
        let known = try self.definition(of: activity, in: transaction)
        let joined = Self.join(definition, into: known)
        if let known, joined == Array(known.rawBytes) { return }
        try transaction.execute(
            """
            insert into activity_definition (tenant, activity, iri, definition, changed_at)
            values (\(tenant), \(DocumentContext.hash(activity)), \(Array(activity.utf8)), \(joined), \(now))
            on conflict (tenant, activity) do update set
                definition = excluded.definition, changed_at = excluded.changed_at
            """)
    }

    static func join(_ new: JSONValue, into known: JSONValue?) -> [UInt8] {
        guard let known else { return Array(new.rawBytes) }
        var members: [(String, JSONNode)] = []
        for (name, value) in known.members {
            members.append((name, joinMember(name, new[name], into: value)))
        }
        for (name, value) in new.members where known[name] == nil { members.append((name, raw(value))) }
        return JSONNode.object(members).serialized
    }

    private static func joinMember(_ name: String, _ new: JSONValue?, into known: JSONValue) -> JSONNode {
        guard let new else { return raw(known) }
        switch name {
        case "name", "description", "extensions": return joinMap(new, into: known)
        case "correctResponsesPattern": return raw(known)
        default: return raw(new)
        }
    }

    /// All members of both; those that stand in both as the new one has them.
    static func joinMap(_ new: JSONValue, into known: JSONValue) -> JSONNode {
        var members = known.members.map { ($0.name, raw(new[$0.name] ?? $0.value)) }
        members += new.members.filter { known[$0.name] == nil }.map { ($0.name, raw($0.value)) }
        return .object(members)
    }

    private static func raw(_ value: JSONValue) -> JSONNode { .raw(Array(value.rawBytes)) }
}

import Cryptography
import Database
import JSON
package import Values

/// A stored line of the audit log.
package struct AuditLine: Sendable, Hashable {
    package let id: Int64
    package let tenant: TenantID
    package let at: Instant
    package let actorKind: String
    package let actor: String
    package let verb: String
    package let objectKind: String
    package let object: String
    package let person: UUID16?
    package let count: Int64
    package let purpose: String
    /// Its place in the chain; nil until it is sealed.
    package let position: Int64?
    let hash: [UInt8]?

    static let columns =
        "id, tenant, at, actor_kind, actor, verb, object_kind, object, person, amount, purpose, position, hash"

    init(_ row: Row) throws {
        id = try row.int(0)
        tenant = TenantID(try row.int(1))
        at = try row.instant(2)
        actorKind = try row.text(3)
        actor = try row.text(4)
        verb = try row.text(5)
        objectKind = try row.text(6)
        object = try row.text(7)
        person = try row.idIfAny(8)
        count = try row.int(9)
        purpose = try row.text(10)
        position = try row.intIfAny(11)
        hash = try row.bytesIfAny(12)
    }

    /// SHA-256 over the hash of the line before, the position and all that the line says, as a JSON array.
    func chained(after previous: [UInt8], at position: Int64) -> [UInt8] {
        let content: JSONNode = [
            .string(Hexadecimal.encode(previous)), .number(position), .number(id), .number(tenant.number),
            .number(at.microseconds), .string(actorKind), .string(actor), .string(verb), .string(objectKind),
            .string(object), person.map { .string($0.description) } ?? .null, .number(count), .string(purpose),
        ]
        return Digest.sha256(content.serialized)
    }
}

import Cryptography
import JSON
import LearningRecords
import Testing
import Values
import XAPI

/// Statements and keys for the tests of the store.
enum Sample {
    static let tenant = TenantID(7)
    static let keying = AgentKeying { Array(Digest.sha256(Array(("key" + $0).utf8)).prefix(16)) }
    static let store = StatementStore(tenant, agentKey: keying)
    static let lrs = AgentIdentifier.account(homePage: "http://localhost:8080", name: "client-1")

    static func id(_ number: UInt64) -> UUID16 { UUID16(high: 0x0192_0000_0000_7000, low: 0x8000 << 48 | number) }

    static func agent(_ name: String) -> JSONNode {
        ["mbox": .string("mailto:\(name)@example.com")]
    }

    static func hash(_ name: String) -> [UInt8] { keying(AgentIdentifier.mbox("mailto:\(name)@example.com").canonical) }

    static func activity(_ name: String) -> String { "http://example.com/activities/\(name)" }
    static func verb(_ name: String) -> String { "http://example.com/verbs/\(name)" }

    static func statement(
        _ actor: String = "ann", _ verb: String = "did", _ activity: String = "lesson", extra: [(String, JSONNode)] = []
    ) -> JSONNode {
        .object(
            [
                ("actor", agent(actor)), ("verb", ["id": .string(Self.verb(verb))]),
                ("object", ["id": .string(Self.activity(activity))]),
            ] + extra)
    }

    static func reference(
        to target: UUID16, verb: String = "http://example.com/verbs/noted", actor: String = "bob"
    ) -> JSONNode {
        [
            "actor": agent(actor), "verb": ["id": .string(verb)],
            "object": ["objectType": "StatementRef", "id": .string(target.description)],
        ]
    }

    static func voiding(_ target: UUID16) -> JSONNode { reference(to: target, verb: VerbID.voided) }

    static func incoming(
        _ id: UUID16, _ node: JSONNode, authority: AgentIdentifier = lrs, version: XAPIVersion = .v2
    ) throws -> IncomingStatement {
        let value = try JSONDocument(parsing: node.serialized).root
        let statement = try StatementReader.read(value, version: version).get()
        return IncomingStatement(
            id: id, statement: statement, digest: Digest.sha256(statement.logicalForm), authority: authority,
            source: .client, agentKey: keying
        ) { stored in
            StatementCompletion(id: id, stored: stored, authority: authority.agent.serialized).complete(statement)
        }
    }
}

extension StatementPage {
    /// The last digits of the ids, in order.
    func numbers() throws -> [UInt64] {
        try bodies.map { body in
            let id = try JSONDocument(parsing: Array(body)).root["id"]?.string.flatMap { UUID16($0) }
            return try #require(id).low & 0xFFFF_FFFF
        }
    }
}

extension Instant {
    static let noon = Instant(unixSeconds: 1_795_262_400)
}

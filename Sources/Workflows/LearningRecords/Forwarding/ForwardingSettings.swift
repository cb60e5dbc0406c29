package import Access
import Cryptography
import JSON
package import LearningRecords
package import Values
package import XAPI

/// Where statements are forwarded to, and which.
package struct ForwardingSettings: Sendable {
    package var name: String
    package var kind: ForwardingTarget.Kind
    /// Of a record store: its endpoint, to which `/statements` is added; of a webhook: the address itself.
    package var url: String
    /// The version in which a record store is spoken to.
    package var version = "1.0.3"
    /// Name and secret for HTTP Basic; a record store's.
    package var keyID = ""
    /// Of a webhook: what its messages are signed with, `whsec_` and base64.
    package var secret = Secret("")
    /// The filter: actor or object.
    package var agent: AgentIdentifier?
    package var verb: String?
    package var activity: String?
    package var relatedActivities = false
    package var registration: UUID16?

    package init(name: String, kind: ForwardingTarget.Kind, url: String) {
        self.name = name
        self.kind = kind
        self.url = url
    }

    var question: StatementQuestion {
        var question = StatementQuestion()
        question.agent = agent
        question.verb = verb
        question.activity = activity
        question.relatedActivities = relatedActivities
        question.registration = registration
        return question
    }

    func sealed(_ vault: Vault, for id: UUID16) throws -> [UInt8] {
        try vault.seal(node.serialized, for: "forwarding", at: id.bytes)
    }

    private var node: JSONNode {
        .compactObject([
            ("name", .string(name)), ("kind", .number(kind.rawValue)), ("url", .string(url)),
            ("version", .string(version)), ("keyId", .string(keyID)), ("secret", .string(secret.reveal())),
            ("agent", agent?.agent), ("verb", verb.map { .string($0) }), ("activity", activity.map { .string($0) }),
            ("relatedActivities", .bool(relatedActivities)),
            ("registration", registration.map { .string($0.description) }),
        ])
    }

    /// - Throws: when the settings were sealed with another vault.
    package init(_ target: ForwardingTarget, _ vault: Vault) throws {
        let root = try JSONDocument(
            parsing: try vault.open(target.settings, for: "forwarding", at: target.id.bytes)
        ).root
        self.init(name: target.name, kind: target.kind, url: root["url"]?.string ?? "")
        version = root["version"]?.string ?? "1.0.3"
        keyID = root["keyId"]?.string ?? ""
        secret = Secret(root["secret"]?.string ?? "")
        agent = root["agent"].flatMap { AgentIdentifier(of: $0) }
        verb = root["verb"]?.string
        activity = root["activity"]?.string
        relatedActivities = root["relatedActivities"]?.bool ?? false
        registration = root["registration"]?.string.flatMap { UUID16($0) }
    }
}

import Cryptography
package import Values

/// What a statement is found by: sixteen bytes, the first of which tells the kind.
///
/// An agent that a statement names both as actor and elsewhere has a key of kind ``Kind/agent`` alone, so a filter with
/// `related_agents` looks for two keys; activities are kept in the same way.
package struct StatementKey: Hashable, Sendable, Comparable {
    package enum Kind: UInt8, Sendable {
        /// Actor or object, or a member of one (xAPI 1.0.3 part 3 §2.1.3, `agent`).
        case agent = 1
        /// Any other place where an agent may stand (`related_agents`).
        case relatedAgent = 2
        case verb = 3
        /// The object (`activity`).
        case activity = 4
        /// Any other place where an activity may stand (`related_activities`).
        case relatedActivity = 5
        case registration = 6
    }

    /// The sixteen bytes, kept without a place of their own in memory.
    let id: UUID16

    package var bytes: [UInt8] { id.bytes }

    /// - Parameter bytes: sixteen; what is missing counts as zero.
    init(bytes: some Collection<UInt8>) {
        var words: (UInt64, UInt64) = (0, 0)
        for (place, byte) in bytes.prefix(16).enumerated() {
            if place < 8 {
                words.0 |= UInt64(byte) << (56 - 8 * UInt64(place))
            } else {
                words.1 |= UInt64(byte) << (120 - 8 * UInt64(place))
            }
        }
        id = UUID16(high: words.0, low: words.1)
    }

    /// - Parameter hash: at least fifteen bytes.
    package init(_ kind: Kind, hash: some Collection<UInt8>) {
        let rest = StatementKey(bytes: hash.prefix(15)).id
        id = UUID16(
            high: UInt64(kind.rawValue) << 56 | rest.high >> 8, low: rest.high << 56 | rest.low >> 8)
    }

    /// A verb or an activity, compared as plain text (design: ids are never normalised).
    package init(_ kind: Kind, iri: String) {
        self.init(kind, hash: Digest.sha256(Array(iri.utf8)))
    }

    package init(registration: UUID16) {
        self.init(.registration, hash: Digest.sha256(registration.bytes))
    }

    var kind: Kind? { Kind(rawValue: UInt8(id.high >> 56)) }

    /// The same thing in another part.
    func with(_ kind: Kind) -> StatementKey {
        StatementKey(id: UUID16(high: UInt64(kind.rawValue) << 56 | (id.high << 8) >> 8, low: id.low))
    }

    private init(id: UUID16) { self.id = id }

    package static func < (a: StatementKey, b: StatementKey) -> Bool { a.id < b.id }
}

/// The keyed hash of an agent's inverse functional identifier, so that the index alone names nobody (design D17).
package struct AgentKeying: Sendable {
    private let hash: @Sendable (String) -> [UInt8]

    /// - Parameter hash: at least fifteen bytes for an identifier's text, always the same.
    package init(_ hash: @escaping @Sendable (String) -> [UInt8]) { self.hash = hash }

    package func callAsFunction(_ identifier: String) -> [UInt8] { hash(identifier) }
}

public import JSON

/// Puts other identities in the place of agents, for erasure, pseudonymisation and rectification, and leaves
/// everything else of the statement byte for byte.
public enum StatementRewriter {
    /// What was replaced, for the log: the part played and the place in the statement, without the identity.
    public struct Replacement: Hashable, Sendable {
        public let role: AgentRole
        /// A JSON Pointer.
        public let place: String
    }

    /// - Parameter identity: what stands for a mention from now on; nil leaves the mention alone. An agent or group
    ///   that is replaced keeps its type and its members, and loses its name.
    /// - Returns: nil when nothing is to be replaced.
    public static func rewrite(
        _ statement: JSONValue, identity: (AgentMention) -> AgentIdentifier?
    ) -> (bytes: [UInt8], replacements: [Replacement])? {
        var edits = JSONEdits()
        var replacements: [Replacement] = []
        let mentions = AgentMention.all(in: statement)
        let chosen = mentions.map { (mention: $0, identifier: identity($0)) }
        var index = 0
        while index < chosen.count {
            // A group comes before its members, so they are rewritten together.
            let members = chosen[(index + 1)...].prefix { $0.mention.role.isMember }
            let unit = chosen[index...index + members.count]
            index += 1 + members.count
            let changed = unit.filter { $0.identifier != nil }
            guard let owner = unit.first, !changed.isEmpty else { continue }
            edits.replace(owner.mention.value, with: rebuilt(owner, Array(members)))
            replacements += changed.map { Replacement(role: $0.mention.role, place: $0.mention.value.pointer) }
        }
        return replacements.isEmpty ? nil : (edits.applied(to: statement), replacements)
    }

    private typealias Choice = (mention: AgentMention, identifier: AgentIdentifier?)

    private static func rebuilt(_ choice: Choice, _ members: [Choice]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in choice.mention.value.members {
            if let identifier = choice.identifier, AgentIdentifier.properties.contains(name) {
                writer.name(identifier.property.name)
                writer.value(identifier.property.value)
            } else if name == "member", !members.isEmpty {
                writer.name(name)
                writer.beginArray()
                for member in members { write(member, to: &writer) }
                writer.endArray()
            } else if choice.identifier == nil || name != "name" {
                writer.name(name)
                writer.value(value)
            }
        }
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ member: Choice, to writer: inout JSONWriter) {
        if member.identifier == nil {
            writer.value(member.mention.value)
        } else {
            writer.raw(rebuilt(member, []))
        }
    }
}

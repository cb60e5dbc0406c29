import JSON
package import LTI

/// The custom parameters that a roster named for one member, as they are kept: sealed with the person's key, since
/// platforms put names and addresses into them (NRPS 2.0 §3.2).
package struct MemberCustom: Sendable {
    /// What the boxes are sealed as.
    package static let field = "member custom"
    private static let most = 50
    private static let longest = 1_000

    /// Names and texts, in the platform's order.
    package let values: [(name: String, text: String)]

    /// What was resolved to a text; variables that the platform doesn't know say nothing of anybody.
    package init(_ parameters: CustomParameters) {
        values = parameters.values.prefix(Self.most).compactMap { name, value in
            guard case .text(let text) = value, !text.isEmpty else { return nil }
            return (String(name.prefix(200)), String(text.prefix(Self.longest)))
        }
    }

    /// - Parameter text: as ``text`` gave it.
    package init(parsing text: String) throws {
        values = try JSONDocument(parsing: Array(text.utf8)).root.members.compactMap { member in
            member.value.string.map { (member.name, $0) }
        }
    }

    package var text: String { node.text }

    var node: JSONNode { .object(values.map { ($0.name, .string($0.text)) }) }
}

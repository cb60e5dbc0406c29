import Foundation
import JSON
import Values

/// JSON from text; what isn't JSON becomes a string that no test accepts.
func draft(_ text: String) -> JSONNode {
    (try? JSONDocument(parsing: text))?.root.node ?? .string("not JSON: " + text)
}

extension JSONNode {
    /// A copy with a value at a path (`context/contextActivities/parent/0/id`); members on the way are made.
    func setting(_ path: String, _ value: JSONNode) -> JSONNode {
        changing(path.split(separator: "/").map(String.init)[...]) { _ in value }
    }

    func removing(_ path: String) -> JSONNode {
        changing(path.split(separator: "/").map(String.init)[...]) { _ in nil }
    }

    /// The member at a path under another name.
    func renaming(_ path: String, to name: String) -> JSONNode {
        guard let value = self[path: path] else { return self }
        let parent = path.split(separator: "/").dropLast().joined(separator: "/")
        return removing(path).setting(parent.isEmpty ? name : parent + "/" + name, value)
    }

    subscript(path path: String) -> JSONNode? {
        path.split(separator: "/").reduce(Optional(self)) { node, name in
            if case .array(let elements)? = node, let index = Int(name) {
                return elements.indices.contains(index) ? elements[index] : nil
            }
            return node?[String(name)]
        }
    }

    private func changing(_ path: ArraySlice<String>, _ change: (JSONNode?) -> JSONNode?) -> JSONNode {
        guard let name = path.first else { return change(self) ?? .null }
        let rest = path.dropFirst()
        func next(_ child: JSONNode?) -> JSONNode? {
            rest.isEmpty ? change(child) : (child ?? .object([])).changing(rest, change)
        }
        switch self {
        case .array(var elements):
            guard let index = Int(name), elements.indices.contains(index) else { return self }
            if let value = next(elements[index]) { elements[index] = value } else { elements.remove(at: index) }
            return .array(elements)
        case .object(var members):
            if let index = members.firstIndex(where: { $0.0 == name }) {
                if let value = next(members[index].1) { members[index].1 = value } else { members.remove(at: index) }
            } else if let value = next(nil) {
                members.append((name, value))
            }
            return .object(members)
        default: return self
        }
    }
}

/// Names and ids that no other test uses.
enum Fresh {
    private static let counter = Locked(0)

    static var number: Int {
        counter.withLock {
            $0 += 1; return $0
        }
    }
    static var uuid: String { UUID().uuidString.lowercased() }
    static var mbox: String { "mailto:person-\(number)@example.com" }
    static var activity: String { "http://example.com/activities/\(number)" }

    /// A small statement of its own.
    static func statement(
        actor: String = mbox, verb: String = "http://example.com/verbs/did", activity: String = activity
    ) -> JSONNode {
        [
            "actor": ["mbox": .string(actor)], "verb": ["id": .string(verb)],
            "object": ["id": .string(activity)],
        ]
    }

    static func voiding(_ id: String, by actor: String = mbox) -> JSONNode {
        statement(actor: actor, verb: "http://adlnet.gov/expapi/verbs/voided")
            .setting("object", ["objectType": "StatementRef", "id": .string(id)])
    }

    static func referring(to id: String, by actor: String = mbox) -> JSONNode {
        statement(actor: actor).setting("object", ["objectType": "StatementRef", "id": .string(id)])
    }

    static func agent(_ mbox: String) -> String { JSONNode.object([("mbox", .string(mbox))]).text }
}

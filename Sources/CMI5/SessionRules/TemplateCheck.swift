import JSON

/// Whether a statement's context holds all of the launch's context template, unchanged; it may hold more
/// (cmi5 §10.2.1).
enum TemplateCheck {
    /// The parts that are missing or changed, as paths such as `contextActivities/grouping`.
    static func omissions(from context: JSONValue?, template: JSONNode) -> [String] {
        guard case .object(let members) = template else { return [] }
        return members.flatMap { name, wanted -> [String] in
            switch name {
            case "contextActivities": activityOmissions(context?[name], wanted)
            case "extensions": memberOmissions(context?[name], wanted)
            default: context?[name].map { $0.node == wanted } == true ? [] : [name]
            }
        }
    }

    private static func activityOmissions(_ sent: JSONValue?, _ wanted: JSONNode) -> [String] {
        guard case .object(let lists) = wanted else { return [] }
        return lists.compactMap { kind, list in
            guard case .array(let activities) = list else { return nil }
            let ids = ids(in: sent?[kind])
            let complete = activities.allSatisfy { activity in
                guard case .string(let id)? = activity["id"] else { return true }
                return ids.contains { $0.utf8.elementsEqual(id.utf8) }
            }
            return complete ? nil : "contextActivities/\(kind)"
        }
    }

    /// A single object may stand for a list of one (xAPI 1.0.3 Data §2.4.6.2).
    private static func ids(in list: JSONValue?) -> [String] {
        guard let list else { return [] }
        if list.kind == .object { return [list["id"]?.string].compactMap(\.self) }
        return list.elements.compactMap { $0["id"]?.string }
    }

    private static func memberOmissions(_ sent: JSONValue?, _ wanted: JSONNode) -> [String] {
        guard case .object(let members) = wanted else { return [] }
        return members.compactMap { name, value in
            sent?[name].map { $0.node == value } == true ? nil : "extensions/\(name)"
        }
    }
}

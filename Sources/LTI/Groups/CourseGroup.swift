public import JSON

/// A group of learners in a platform's course (Course Groups Service 1.0 §4.1).
public struct CourseGroup: Sendable, Hashable {
    public let id: String
    public let name: String
    /// The set that it belongs to; nil for a group of its own.
    public let setID: String?

    /// Nil without an id; some platforms write ids as numbers.
    public init?(_ value: JSONValue) {
        guard let id = value.identifier("id") else { return nil }
        self.id = id
        name = value.text("name") ?? id
        setID = value.identifier("set_id")
    }

    /// The groups of a page; nil for what isn't a group container.
    public static func list(_ value: JSONValue) -> [CourseGroup]? {
        value["groups"].flatMap { $0.kind == .array ? $0.elements.compactMap(CourseGroup.init) : nil }
    }
}

/// A set of groups, such as those of one project (§4.2).
public struct CourseGroupSet: Sendable, Hashable {
    public let id: String
    public let name: String

    /// Nil without an id.
    public init?(_ value: JSONValue) {
        guard let id = value.identifier("id") else { return nil }
        self.id = id
        name = value.text("name") ?? id
    }

    /// The sets of a page; nil for what isn't a container of sets.
    public static func list(_ value: JSONValue) -> [CourseGroupSet]? {
        value["sets"].flatMap { $0.kind == .array ? $0.elements.compactMap(CourseGroupSet.init) : nil }
    }
}

extension JSONValue {
    /// An id as text, at most 255 ASCII characters long.
    func identifier(_ name: String) -> String? {
        let text = self[name]?.string ?? self[name]?.integer.map { String($0) }
        return text.flatMap { $0.isShortASCII ? $0 : nil }
    }
}

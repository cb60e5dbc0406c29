/// A group of the demo LMS's course.
package struct DemoGroup: Sendable, Identifiable {
    package var id: String
    package var name: String
    /// The set that it belongs to, by name; nil for a group of its own.
    package var set: String?
    package var members: Set<DemoPerson.ID>

    package init(id: String, name: String, set: String? = nil, members: Set<DemoPerson.ID>) {
        self.id = id
        self.name = name
        self.set = set
        self.members = members
    }
}

extension DemoPlatform {
    package func setGroups(_ groups: [DemoGroup]) { self.groups = groups }

    nonisolated var groupsURL: String { baseURL + "/api/groups/" + contextID }
}

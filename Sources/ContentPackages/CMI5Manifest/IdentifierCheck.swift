/// Uniqueness of ids and references that lead somewhere (CMI-STR-02 to 06).
struct IdentifierCheck {
    private var owners: [String: XMLElement] = [:]

    mutating func check(_ root: XMLElement, in context: inout ManifestContext) {
        var references: [XMLElement] = []
        visit(root, &references, &context)
        for reference in references {
            guard let id = reference.attribute("idref"), !id.isEmpty, owners[id]?.name != "objective" else { continue }
            context.refuse("CMI-STR-06", reference, "idref", "There is no objective with the id \(id).")
        }
    }

    private mutating func visit(
        _ element: XMLElement, _ references: inout [XMLElement], _ context: inout ManifestContext
    ) {
        guard element.namespace == CourseStructure.namespace else { return }
        if let id = element.attribute("id"), !id.isEmpty { note(id, of: element, &context) }
        if element.name == "objective", element.attribute("idref") != nil { references.append(element) }
        for child in element.children { visit(child, &references, &context) }
    }

    private mutating func note(_ id: String, of element: XMLElement, _ context: inout ManifestContext) {
        guard let earlier = owners[id] else {
            owners[id] = element
            return
        }
        let rule = earlier.name == element.name ? Self.rule(element.name) : "CMI-STR-05"
        context.refuse(
            rule, element, "id", "The id \(id) is already that of the \(earlier.name) in line \(earlier.line).")
    }

    private static func rule(_ name: String) -> String {
        switch name {
        case "block": "CMI-STR-02"
        case "objective": "CMI-STR-03"
        case "au": "CMI-STR-04"
        default: "CMI-STR-05"
        }
    }
}

import JSON

/// Activities and their definitions (1.0.3 Data §2.4.4.1; IEEE 9274.1.1 §4.2.2.3).
extension ShapeCheck {
    mutating func checkActivity(_ value: JSONValue) {
        checkObject(value, as: "an Activity", needing: ["id"]) { check, name, child in
            switch name {
            case "objectType": check.checkObjectType(child, is: "Activity")
            case "id": check.checkIRI(child)
            case "definition": check.checkDefinition(child)
            default: return false
            }
            return true
        }
    }

    private mutating func checkDefinition(_ value: JSONValue) {
        checkObject(value, as: "an activity definition") { check, name, child in
            switch name {
            case "name", "description": check.checkLanguageMap(child)
            case "type": check.checkIRI(child)
            case "moreInfo": check.checkIRL(child)
            case "extensions": check.checkExtensions(child)
            case "interactionType": check.checkInteractionType(child)
            case "correctResponsesPattern": check.checkArray(child, of: "strings") { $0.checkString($1) }
            case "choices", "scale", "source", "target", "steps": check.checkComponents(child)
            default: return false
            }
            return true
        }
        checkInteraction(value)
    }

    private mutating func checkInteractionType(_ value: JSONValue) {
        guard let name = value.string, InteractionType(rawValue: name) != nil else {
            let names = InteractionType.allCases.map(\.rawValue).joined(separator: ", ")
            return report(value, "must be one of \(names)")
        }
    }

    /// A pattern or a list of components needs a type, and a list one that it belongs to.
    private mutating func checkInteraction(_ definition: JSONValue) {
        let lists = InteractionType.allComponentLists.filter { definition[$0] != nil }
        guard let type = definition["interactionType"] else {
            if !lists.isEmpty || definition["correctResponsesPattern"] != nil {
                reportMissing("interactionType", in: definition)
            }
            return
        }
        guard let interaction = type.string.flatMap(InteractionType.init) else { return }
        for name in lists where !interaction.componentLists.contains(name) {
            report(definition[name] ?? definition, "doesn't belong to the interaction type \(interaction.rawValue)")
        }
    }

    /// Components with ids that are distinct in their list.
    private mutating func checkComponents(_ value: JSONValue) {
        var ids: Set<[UInt8]> = []
        checkArray(value, of: "interaction components") { check, component in
            check.checkObject(component, as: "an interaction component", needing: ["id"]) { check, name, child in
                switch name {
                case "id": check.checkString(child)
                case "description": check.checkLanguageMap(child)
                default: return false
                }
                return true
            }
            guard let id = component["id"], let text = id.withUTF8({ Array($0) }) else { return }
            if !ids.insert(text).inserted { check.report(id, "stands twice in this list") }
        }
    }
}

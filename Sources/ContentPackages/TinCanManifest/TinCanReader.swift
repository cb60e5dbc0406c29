/// Turns `tincan.xml` into a ``TinCanCourse`` (catalogue TC). Authoring tools write it in many ways: a missing `lang`
/// or `type`, blank names and unknown elements pass; what would change meaning doesn't.
struct TinCanReader {
    private(set) var context: ManifestContext
    private let allowsExternalLaunch: Bool

    init(fileName: String, files: Set<String>?, allowsExternalLaunch: Bool) {
        context = ManifestContext(fileName: fileName, files: files)
        self.allowsExternalLaunch = allowsExternalLaunch
    }

    /// Nil when a fault refuses the document; the faults and warnings are in `context`.
    mutating func read(_ root: XMLElement) -> TinCanCourse? {
        guard root.isNamed("tincan", in: TinCanCourse.namespace) else {
            context.refuse(
                "CMI-TC-03", root, nil, "The root must be tincan in the namespace \(TinCanCourse.namespace).")
            return nil
        }
        let elements = children(root, "activities").flatMap { children($0, "activity") }
        if elements.isEmpty { context.refuse("CMI-TC-03", root, nil, "There are no activities.") }
        var seen: Set<String> = []
        var activities: [TinCanActivity] = []
        for element in elements {
            guard let activity = activity(element) else { continue }
            if seen.insert(activity.id).inserted {
                activities.append(activity)
            } else {
                context.warn("CMI-TC-04", element, "id", "The activity \(activity.id) comes twice; the first is kept.")
            }
        }
        judgeLaunches(elements)
        return context.faults.contains { $0.severity == .refused } ? nil : TinCanCourse(activities: activities)
    }

    private func children(_ element: XMLElement, _ name: String) -> [XMLElement] {
        element.children.filter { $0.isNamed(name, in: TinCanCourse.namespace) }
    }

    private mutating func judgeLaunches(_ elements: [XMLElement]) {
        let launchable = elements.filter { !children($0, "launch").isEmpty || !children($0, "resource").isEmpty }
        for extra in launchable.dropFirst() {
            context.refuse("CMI-TC-05", extra, nil, "Only one activity may have a launch or a resource.")
        }
        if launchable.isEmpty, let first = elements.first {
            context.warn("CMI-TC-06", first, nil, "No activity has a launch: definitions only, nothing to open.")
        }
    }

    private mutating func activity(_ element: XMLElement) -> TinCanActivity? {
        guard let id = element.attribute("id"), IRI.isTolerable(id) else {
            context.refuse("CMI-TC-04", element, "id", "The activity's id is missing or no IRI.")
            return nil
        }
        if !IRI.isFullyQualified(id) {
            context.warn("CMI-TC-04", element, "id", "\(id) holds characters that an IRI must not have; it is kept.")
        }
        let name = text(element, "name")
        return TinCanActivity(
            id: id, type: type(of: element), name: name.variants.isEmpty ? LocalizedText("und", id) : name,
            description: text(element, "description"), launch: launch(element), interaction: interaction(element))
    }

    private mutating func type(of element: XMLElement) -> String? {
        guard let type = element.attribute("type"), !type.isEmpty else { return nil }
        if IRI.isFullyQualified(type) { return type }
        context.warn("CMI-TC-04", element, "type", "\(type) is no IRI and is left out.")
        return nil
    }

    /// Blank texts are left out.
    private mutating func text(_ element: XMLElement, _ name: String) -> LocalizedText {
        var variants: [LocalizedText.Variant] = []
        for child in children(element, name) {
            let value = child.text.trimmingXMLSpace
            guard !value.isEmpty else { continue }
            variants.append(.init(language: language(of: child), text: value))
        }
        return LocalizedText(variants)
    }

    private mutating func language(of element: XMLElement) -> String {
        guard let tag = element.attribute("lang"), !tag.isEmpty else { return "und" }
        if LocalizedText.isLanguageTag(tag) { return tag }
        context.warn("CMI-TC-04", element, "lang", "\(tag) is no language tag.")
        return "und"
    }

    /// The first `launch`; `resource` is the same to us (a page that reports nothing).
    private mutating func launch(_ element: XMLElement) -> TinCanActivity.Launch? {
        guard let place = children(element, "launch").first ?? children(element, "resource").first else { return nil }
        let url = place.text.trimmingXMLSpace
        if url.isEmpty {
            context.refuse("CMI-TC-04", place, nil, "The launch names no file.")
            return nil
        }
        if IRI.afterScheme(url) != nil { return externalLaunch(url, place) }
        guard context.files != nil else {
            context.refuse("CMI-TC-09", place, nil, "\(url) must be fully qualified: there is no package around it.")
            return nil
        }
        let file = context.file(named: url, in: place, outside: "CMI-TC-08", missing: "CMI-TC-09")
        return .init(language: language(of: place), url: url, file: file)
    }

    private mutating func externalLaunch(_ url: String, _ place: XMLElement) -> TinCanActivity.Launch? {
        if !IRI.isWebAddress(url) {
            context.refuse("CMI-TC-08", place, nil, "\(url) is no valid http or https URL.")
        } else if !allowsExternalLaunch {
            context.refuse("CMI-TC-08", place, nil, "Content on another host (\(url)) is not allowed here.")
        }
        return .init(language: language(of: place), url: url, file: nil)
    }

    private mutating func interaction(_ element: XMLElement) -> TinCanActivity.Interaction? {
        guard let type = children(element, "interactionType").first?.text.trimmingXMLSpace, !type.isEmpty else {
            return nil
        }
        let patterns = children(element, "correctResponsePatterns").flatMap { children($0, "correctResponsePattern") }
        var components: [String: [TinCanActivity.Interaction.Component]] = [:]
        for list in ["choices", "scale", "source", "target", "steps"] {
            let found = children(element, list).flatMap { children($0, "component") }
            guard !found.isEmpty else { continue }
            components[list] = found.map { component in
                let id = component.attribute("id") ?? children(component, "id").first?.text.trimmingXMLSpace ?? ""
                return .init(id: id, description: text(component, "description"))
            }
        }
        return .init(
            type: type, correctResponsesPattern: patterns.map(\.text.trimmingXMLSpace), components: components)
    }
}

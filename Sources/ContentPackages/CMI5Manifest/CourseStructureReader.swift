/// Turns `cmi5.xml` into a ``CourseStructure`` by the rules of the published schema, and lists every fault with its
/// line (catalogue XSD and STR).
struct CourseStructureReader {
    private(set) var context: ManifestContext

    init(fileName: String, files: Set<String>?) { context = ManifestContext(fileName: fileName, files: files) }

    private static let oldNamespaces = [
        "http://www.adlnet.gov/cmi5/CourseStructure.xsd", "http://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd",
    ]

    /// Nil when a fault refuses the document; the faults and warnings are in `context`.
    mutating func read(_ root: XMLElement) -> CourseStructure? {
        guard root.isNamed("courseStructure", in: CourseStructure.namespace) else {
            context.refuse("CMI-XSD-01", root, nil, Self.wrongRoot(root))
            return nil
        }
        allow([], on: root)
        let slots = [Slot("course"), Slot("objectives", 0...1), Slot(["au", "block"], 1...Int.max)]
        let parts = sequence(root, slots)
        guard let course = parts[0].first else { return nil }
        allow(["id"], on: course)
        let texts = sequence(course, [Slot("title"), Slot("description")])
        let structure = CourseStructure(
            id: identifier(of: course), title: text(texts[0].first, of: course),
            description: text(texts[1].first, of: course), objectives: objectives(parts[1].first),
            children: parts[2].map { node($0) })
        var identifiers = IdentifierCheck()
        identifiers.check(root, in: &context)
        return context.faults.contains { $0.severity == .refused } ? nil : structure
    }

    private static func wrongRoot(_ root: XMLElement) -> String {
        if let namespace = root.namespace, oldNamespaces.contains(namespace) {
            return "The namespace \(namespace) is that of a draft of cmi5; it must be \(CourseStructure.namespace)."
        }
        return "The root must be courseStructure in the namespace \(CourseStructure.namespace)."
    }

    private mutating func node(_ element: XMLElement) -> CourseNode {
        element.name == "au" ? .unit(assignableUnit(element)) : .block(block(element))
    }

    private mutating func block(_ element: XMLElement) -> CourseBlock {
        allow(["id"], on: element)
        let parts = sequence(
            element,
            [Slot("title"), Slot("description"), Slot("objectives", 0...1), Slot(["au", "block"], 1...Int.max)])
        return CourseBlock(
            id: identifier(of: element), title: text(parts[0].first, of: element),
            description: text(parts[1].first, of: element), objectives: references(parts[2].first),
            children: parts[3].map { node($0) })
    }

    private mutating func assignableUnit(_ element: XMLElement) -> AssignableUnit {
        allow(["id", "moveOn", "masteryScore", "launchMethod", "activityType"], on: element)
        let parts = sequence(
            element,
            [
                Slot("title"), Slot("description"), Slot("objectives", 0...1), Slot("url"),
                Slot("launchParameters", 0...1), Slot("entitlementKey", 0...1),
            ])
        let url = parts[3].first.map { address($0) }
        return AssignableUnit(
            id: identifier(of: element), title: text(parts[0].first, of: element),
            description: text(parts[1].first, of: element), objectives: references(parts[2].first),
            url: url?.text ?? "", file: url?.file,
            moveOn: choice(of: element, "moveOn", rule: "CMI-XSD-06") ?? .notApplicable,
            masteryScore: masteryScore(of: element),
            launchMethod: choice(of: element, "launchMethod", rule: "CMI-XSD-09") ?? .anyWindow,
            activityType: activityType(of: element), launchParameters: value(parts[4].first),
            entitlementKey: value(parts[5].first))
    }

    private func value(_ element: XMLElement?) -> String? {
        guard let text = element?.text.trimmingXMLSpace, !text.isEmpty else { return nil }
        return text
    }
}

// MARK: values

extension CourseStructureReader {
    private mutating func identifier(of element: XMLElement) -> String {
        guard let id = element.attribute("id"), !id.isEmpty else {
            context.refuse(Self.rule(for: element), element, "id", "The id is missing.")
            return ""
        }
        if !IRI.isFullyQualified(id) {
            context.refuse("CMI-STR-01", element, "id", "\(id) is not a fully qualified IRI.")
        }
        return id
    }

    fileprivate static func rule(for element: XMLElement) -> String {
        switch element.name {
        case "courseStructure": "CMI-XSD-02"
        case "course": "CMI-XSD-03"
        case "block": "CMI-XSD-04"
        case "au": "CMI-XSD-05"
        case "title", "description": "CMI-XSD-12"
        default: "CMI-XSD-11"
        }
    }

    private mutating func choice<Value: RawRepresentable & CaseIterable>(
        of element: XMLElement, _ attribute: String, rule: String
    ) -> Value? where Value.RawValue == String {
        guard let text = element.attribute(attribute) else { return nil }
        if let value = Value(rawValue: text) { return value }
        let allowed = Value.allCases.map(\.rawValue).joined(separator: ", ")
        context.refuse(rule, element, attribute, "\(text) is none of \(allowed).")
        return nil
    }

    private mutating func masteryScore(of element: XMLElement) -> Double? {
        guard let text = element.attribute("masteryScore") else { return nil }
        let digits = text.drop { $0 == "+" || $0 == "-" }
        let isDecimal =
            text.count - digits.count <= 1 && digits.contains { $0.isNumber }
            && digits.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
        guard isDecimal, let value = Double(text), (0...1).contains(value) else {
            context.refuse("CMI-XSD-07", element, "masteryScore", "\(text) is not a decimal number from 0 to 1.")
            return nil
        }
        let rounded = (value * 10_000).rounded() / 10_000
        if rounded != value {
            context.warn("CMI-XSD-08", element, "masteryScore", "\(text) was rounded to \(rounded).")
        }
        return rounded
    }

    private mutating func activityType(of element: XMLElement) -> String? {
        guard let type = element.attribute("activityType"), !type.isEmpty else { return nil }
        if IRI.isFullyQualified(type) { return type }
        context.warn("CMI-XSD-10", element, "activityType", "\(type) is no IRI and is left out of xAPI.")
        return nil
    }

    private static let launchParameters: Set<String> = ["endpoint", "fetch", "actor", "registration", "activityId"]

    private mutating func address(_ element: XMLElement) -> (text: String, file: String?) {
        let url = element.text.trimmingXMLSpace
        if url.isEmpty {
            context.refuse("CMI-XSD-05", element, nil, "The url is empty.")
            return (url, nil)
        }
        for name in RelativeReference.queryNames(of: url) where Self.launchParameters.contains(name) {
            context.refuse("CMI-STR-08", element, nil, "The query of \(url) uses the reserved name \(name).")
        }
        if IRI.afterScheme(url) != nil {
            if !IRI.isWebAddress(url) {
                context.refuse("CMI-STR-07", element, nil, "\(url) is no valid http or https URL.")
            }
            return (url, nil)
        }
        if !IRI.hasURLCharactersOnly(url) {
            context.refuse("CMI-STR-07", element, nil, "\(url) holds characters that a URL must not have.")
            return (url, nil)
        }
        guard context.files != nil else {
            context.refuse("CMI-PKG-05", element, nil, "\(url) must be fully qualified: there is no package around it.")
            return (url, nil)
        }
        return (url, context.file(named: url, in: element, outside: "CMI-PKG-08", missing: "CMI-PKG-06"))
    }

    private mutating func text(_ element: XMLElement?, of parent: XMLElement) -> LocalizedText {
        guard let element else { return LocalizedText() }
        allow([], on: element)
        let strings = sequence(element, [Slot(["langstring"], 1...Int.max)])[0]
        return LocalizedText(
            strings.map { string in
                allow(["lang"], on: string)
                let language = string.attribute("lang") ?? ""
                if !language.isEmpty && !LocalizedText.isLanguageTag(language) {
                    context.refuse("CMI-XSD-12", string, "lang", "\(language) is no language tag.")
                }
                return .init(language: language.isEmpty ? "und" : language, text: string.text.trimmingXMLSpace)
            })
    }
}

// MARK: objectives

extension CourseStructureReader {
    private mutating func objectives(_ element: XMLElement?) -> [LearningObjective] {
        guard let element else { return [] }
        return sequence(element, [Slot(["objective"], 1...Int.max)])[0].map { objective in
            allow(["id"], on: objective)
            var titles: [XMLElement] = []
            var descriptions: [XMLElement] = []
            for child in objective.children where child.namespace == CourseStructure.namespace {
                if child.name == "title" { titles.append(child) } else { descriptions.append(child) }
            }
            if titles.count != 1 || descriptions.count != 1 || descriptions[0].name != "description" {
                context.refuse("CMI-XSD-11", objective, nil, "It needs one title and one description.")
            }
            return LearningObjective(
                id: identifier(of: objective), title: text(titles.first, of: objective),
                description: text(descriptions.first, of: objective))
        }
    }

    private mutating func references(_ element: XMLElement?) -> [String] {
        guard let element else { return [] }
        return sequence(element, [Slot(["objective"], 1...Int.max)])[0].compactMap { reference in
            allow(["idref"], on: reference)
            guard let id = reference.attribute("idref"), !id.isEmpty else {
                context.refuse("CMI-XSD-11", reference, "idref", "The reference names no objective.")
                return nil
            }
            return id
        }
    }
}

// MARK: schema

extension CourseStructureReader {
    /// One place in a sequence of the schema.
    private struct Slot {
        var names: [String]
        var count: ClosedRange<Int>

        init(_ name: String, _ count: ClosedRange<Int> = 1...1) { self.init([name], count) }

        init(_ names: [String], _ count: ClosedRange<Int>) {
            self.names = names
            self.count = count
        }
    }

    /// The children of each slot; faults for those that are missing, unknown, too many or out of order. Elements of
    /// other namespaces may follow at the end (the schema's wildcard, CMI-XSD-13).
    private mutating func sequence(_ element: XMLElement, _ slots: [Slot]) -> [[XMLElement]] {
        var found = [[XMLElement]](repeating: [], count: slots.count)
        var position = 0
        var extensionSeen = false
        for child in element.children {
            guard child.namespace == CourseStructure.namespace else {
                if !extensionSeen {
                    context.warn("CMI-XSD-14", child, nil, "It belongs to another namespace and is kept as it is.")
                }
                extensionSeen = true
                continue
            }
            guard let slot = slots.firstIndex(where: { $0.names.contains(child.name) }) else {
                context.refuse("CMI-XSD-01", child, nil, Self.unknown(child, in: element))
                continue
            }
            if extensionSeen {
                context.refuse("CMI-XSD-13", child, nil, "It stands behind an element of another namespace.")
            } else if slot < position {
                context.refuse("CMI-XSD-01", child, nil, "It is out of order: in \(element.name) it comes earlier.")
            }
            position = max(position, slot)
            found[slot].append(child)
        }
        for (slot, children) in zip(slots, found) { count(children, slot, in: element) }
        return found
    }

    private mutating func count(_ children: [XMLElement], _ slot: Slot, in element: XMLElement) {
        let name = slot.names.joined(separator: " or ")
        if children.count < slot.count.lowerBound {
            context.refuse(Self.rule(for: element), element, nil, "\(element.name) has no \(name).")
        } else if children.count > slot.count.upperBound {
            context.refuse("CMI-XSD-01", children[slot.count.upperBound], nil, "There may be only one \(name).")
        }
    }

    private static func unknown(_ child: XMLElement, in parent: XMLElement) -> String {
        let attributes = ["moveOn", "masteryScore", "launchMethod", "activityType"]
        if parent.name == "au" && attributes.contains(child.name) {
            return "\(child.name) must be an attribute of au, not an element."
        }
        return "\(child.name) is not allowed in \(parent.name)."
    }

    private mutating func allow(_ names: Set<String>, on element: XMLElement) {
        for attribute in element.attributes where attribute.namespace == nil && !names.contains(attribute.name) {
            context.refuse("CMI-XSD-01", element, attribute.name, "This attribute is not allowed here.")
        }
    }
}

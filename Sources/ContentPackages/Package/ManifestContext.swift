/// What a manifest's reader needs to know of the package around it, and where it leaves its faults.
struct ManifestContext {
    /// `cmi5.xml` or `tincan.xml`, with its folders.
    let fileName: String
    /// The package's files relative to the manifest's folder; nil for a manifest without a package.
    let files: Set<String>?
    private(set) var faults: [PackageFault] = []

    init(fileName: String, files: Set<String>?) {
        self.fileName = fileName
        self.files = files
    }

    mutating func refuse(_ rule: String, _ element: XMLElement, _ attribute: String? = nil, _ message: String) {
        note(.refused, rule, element, attribute, message)
    }

    mutating func warn(_ rule: String, _ element: XMLElement, _ attribute: String? = nil, _ message: String) {
        note(.warning, rule, element, attribute, message)
    }

    private mutating func note(
        _ severity: PackageFault.Severity, _ rule: String, _ element: XMLElement, _ attribute: String?,
        _ message: String
    ) {
        let name = attribute.map { "\(element.name)/@\($0)" } ?? element.name
        faults.append(
            PackageFault(rule, severity: severity, file: fileName, line: element.line, element: name, message))
    }

    /// The file that a relative reference names, when it is there; a fault otherwise.
    mutating func file(
        named reference: String, in element: XMLElement, outside: String, missing: String
    ) -> String? {
        guard let files else { return nil }
        guard let relative = RelativeReference(reference) else {
            refuse(outside, element, nil, "The URL \(reference) leads out of the package.")
            return nil
        }
        guard files.contains(relative.file) else {
            let folded = relative.file.lowercased()
            let hint = files.first { $0.lowercased() == folded }.map { "; there is \($0)" } ?? ""
            refuse(missing, element, nil, "The file \(relative.file) is not in the package\(hint).")
            return nil
        }
        return relative.file
    }
}

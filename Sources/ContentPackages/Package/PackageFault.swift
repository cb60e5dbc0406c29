/// One thing that is wrong, or odd, with an uploaded package.
public struct PackageFault: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable { case refused, warning }

    public var severity: Severity
    /// The row of the requirement catalogue, such as `CMI-XSD-07`.
    public var rule: String
    /// The file inside the package, or the package itself when empty.
    public var file: String
    /// The line in that file, counted from 1; nil where lines mean nothing.
    public var line: Int?
    /// The element or attribute, such as `au/@masteryScore`.
    public var element: String?
    /// What is wrong, in plain words.
    public var message: String

    public init(
        _ rule: String, severity: Severity = .refused, file: String = "", line: Int? = nil, element: String? = nil,
        _ message: String
    ) {
        self.severity = severity
        self.rule = rule
        self.file = file
        self.line = line
        self.element = element
        self.message = message
    }

    /// `cmi5.xml:12 au/@moveOn`.
    public var place: String {
        let position = line.map { "\(file):\($0)" } ?? file
        return [position, element ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    }

    public var description: String { (place.isEmpty ? "" : place + ": ") + message + " (" + rule + ")" }
}

/// A package that can't be imported, with everything that is wrong.
public struct PackageRefusal: Error, Sendable {
    public var faults: [PackageFault]

    public init(_ faults: [PackageFault]) { self.faults = faults }
}

import JSON
import Values

/// Goes through a statement and collects what is wrong. The rules stand in the extensions, one chapter a file.
struct ShapeCheck {
    let version: XAPIVersion
    let tolerance: StatementTolerance
    private(set) var faults: [ServiceError.Fault] = []

    init(version: XAPIVersion, tolerance: StatementTolerance) {
        self.version = version
        self.tolerance = tolerance
    }

    mutating func report(_ value: JSONValue, _ message: String) {
        guard faults.count < StatementRefusal.limit else { return }
        faults.append(ServiceError.Fault(value.pointer, message))
    }

    mutating func reportMissing(_ name: String, in object: JSONValue) {
        guard faults.count < StatementRefusal.limit else { return }
        faults.append(ServiceError.Fault(object.pointer(to: name), "is missing"))
    }

    /// The rules that hold for every object: it is one, nothing in it is null, nothing is unknown, nothing is missing
    /// (1.0.3 Data §2.2).
    /// - Parameters:
    ///   - kind: what the object is, with its article.
    ///   - member: checks one member; false when the standard doesn't know its name.
    mutating func checkObject(
        _ value: JSONValue, as kind: StaticString, needing required: [String] = [],
        allowingNull nullable: String? = nil,
        member: (inout ShapeCheck, String, JSONValue) -> Bool
    ) {
        guard value.kind == .object else { return report(value, "must be an object: \(kind)") }
        for (name, child) in value.members {
            if child.isNull {
                if name != nullable { report(child, "must not be null") }
            } else if !member(&self, name, child) {
                report(child, "isn't a property of \(kind)")
            }
        }
        for name in required where value[name] == nil { reportMissing(name, in: value) }
    }

    /// Every element of an array, which it must be.
    mutating func checkArray(
        _ value: JSONValue, of kind: StaticString, element: (inout ShapeCheck, JSONValue) -> Void
    ) {
        guard value.kind == .array else { return report(value, "must be an array of \(kind)") }
        for child in value.elements {
            if child.isNull { report(child, "must not be null") } else { element(&self, child) }
        }
    }

    /// `objectType` where only one value may stand.
    mutating func checkObjectType(_ value: JSONValue, is name: StaticString) {
        if value.string != "\(name)" { report(value, "must be \"\(name)\"") }
    }
}

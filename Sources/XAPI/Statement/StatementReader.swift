public import JSON
public import Values

/// Checks the shape of statements: everything that 1.0.3 Data §2 to §4 and IEEE 9274.1.1 §4.2 demand of the JSON
/// itself, and nothing about what a statement means.
public enum StatementReader {
    /// Checks one statement, which must be an object.
    /// - Returns: the statement, or every fault with its place in the document.
    public static func read(
        _ value: JSONValue, version: XAPIVersion, tolerance: StatementTolerance = []
    ) -> Result<ValidStatement, StatementRefusal> {
        var check = ShapeCheck(version: version, tolerance: tolerance)
        check.checkStatement(value)
        guard check.faults.isEmpty else { return .failure(StatementRefusal(check.faults)) }
        return .success(ValidStatement(trusting: value, version: version))
    }

    /// Checks what a POST may hold: one statement or an array of them, no id twice.
    /// - Returns: the statements in order, or the faults of all of them.
    public static func readBatch(
        _ root: JSONValue, version: XAPIVersion, tolerance: StatementTolerance = []
    ) -> Result<[ValidStatement], StatementRefusal> {
        guard root.kind == .array else { return read(root, version: version, tolerance: tolerance).map { [$0] } }
        var check = ShapeCheck(version: version, tolerance: tolerance)
        var statements: [ValidStatement] = []
        statements.reserveCapacity(root.count)
        var ids: Set<UUID16> = []
        for element in root.elements {
            check.checkStatement(element)
            guard check.faults.isEmpty else { continue }
            let statement = ValidStatement(trusting: element, version: version)
            if let id = statement.id, !ids.insert(id).inserted {
                check.report(element["id"] ?? element, "is the id of another statement of this request")
            }
            statements.append(statement)
        }
        return check.faults.isEmpty ? .success(statements) : .failure(StatementRefusal(check.faults))
    }
}

/// Everything that is wrong with a statement or a batch of them.
public struct StatementRefusal: Error, Sendable, Hashable {
    /// In the order in which the document shows them; at most ``limit``.
    public let faults: [ServiceError.Fault]

    /// More faults than this help nobody.
    public static let limit = 50

    public init(_ faults: [ServiceError.Fault]) { self.faults = faults }

    /// For the caller: the first fault in words, and the list of all.
    public var serviceError: ServiceError {
        let first = faults.first.map { "\($0.place.isEmpty ? "The statement" : $0.place) \($0.message)." } ?? ""
        let others = faults.count > 1 ? " (\(faults.count) faults)" : ""
        return ServiceError(.invalid, "Not a valid statement: " + first + others, faults: faults)
    }
}

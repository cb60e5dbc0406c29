public import JSON
public import Values

/// The `agent` parameter of a request: an Agent or identified Group as JSON (1.0.3 Communication §2.1.3).
public struct AgentParameter: Sendable {
    public let identifier: AgentIdentifier
    public let isGroup: Bool
    public let value: JSONValue

    /// By the same rules as an agent in a statement, and with exactly one identifier.
    /// - Throws: `invalid` with every fault; places begin with the parameter's name: `agent/mbox`.
    public static func read(_ text: String, parameter: String = "agent") throws(ServiceError) -> AgentParameter {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: text)
        } catch {
            throw refusal(parameter, [ServiceError.Fault(parameter, "isn't JSON: " + error.message)])
        }
        var check = ShapeCheck(version: .v2, tolerance: [])
        check.checkAgent(document.root, .agentOrGroup)
        guard check.faults.isEmpty else {
            throw refusal(parameter, check.faults.map { ServiceError.Fault(parameter + $0.place, $0.message) })
        }
        guard let identifier = AgentIdentifier(of: document.root) else {
            throw refusal(parameter, [ServiceError.Fault(parameter, "needs an identifier of its own")])
        }
        let isGroup = document.root["objectType"]?.string == "Group"
        return AgentParameter(identifier: identifier, isGroup: isGroup, value: document.root)
    }

    private static func refusal(_ parameter: String, _ faults: [ServiceError.Fault]) -> ServiceError {
        let first = faults.first.map { " \($0.place) \($0.message)." } ?? ""
        return ServiceError(
            .invalid, "The parameter \(parameter) isn't an Agent or identified Group:\(first)", faults: faults)
    }
}

import Access
import JSON
import Values
import Workflows
import XAPI

/// What is known of an activity (1.0.3 Communication §2.5).
struct ActivitiesResource {
    let reading: StatementsReading

    func answer(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        try request.parameters.allow(["activityId"])
        let id = try request.parameters.required("activityId", request.parameters.iri("activityId", from: principal))
        let definition = try await reading.definition(of: id, by: principal)
        return .json(
            .compactObject([
                ("objectType", "Activity"), ("id", .string(id)), ("definition", definition.map { .raw($0) }),
            ]))
    }
}

/// The Person behind an agent: the names that statements gave it, and the identifier that was asked for; to credentials
/// with the right `agents/merge` all that the person is known by (1.0.3 Communication §2.4).
struct AgentsResource {
    let reading: StatementsReading

    func answer(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        try request.parameters.allow(["agent"])
        let agent = try request.parameters.required("agent", request.parameters.agent("agent"))
        guard !agent.isGroup else {
            throw ServiceError(.invalid, "Parameters: agent is an Agent here, not a Group.")
        }
        var names = try await reading.names(of: agent.identifier, by: principal)
        if names.isEmpty, let asked = agent.value["name"]?.string { names = [asked] }
        var person: [(String, JSONNode)] = [("objectType", "Person")]
        if !names.isEmpty { person.append(("name", .array(names.map { .string($0) }))) }
        let identifiers = try await reading.identifiers(joinedWith: agent.identifier, by: principal)
        for name in AgentIdentifier.properties {
            let values = identifiers.map(\.property).filter { $0.name == name }.map(\.value)
            if !values.isEmpty { person.append((name, .array(values))) }
        }
        return .json(.object(person))
    }
}

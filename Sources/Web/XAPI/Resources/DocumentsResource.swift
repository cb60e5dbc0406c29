import Access
import HTTPTypes
import JSON
import LearningRecords
import Values
import Workflows
import XAPI

/// State, activity profile and agent profile: the same verbs on what differs in its owner alone
/// (1.0.3 Communication §2.2, §2.3, §2.6, §2.7; IEEE 9274.1.1 §4.1.6.2, §4.1.6.5, §4.1.6.6).
struct DocumentsResource {
    let documents: DocumentsWorkflow
    let resource: DocumentResource
    /// Bytes of a document.
    let limit: Int

    private var idName: String { resource == .state ? "stateId" : "profileId" }

    private var ownerNames: [String] {
        switch resource {
        case .state: ["activityId", "agent", "registration"]
        case .activityProfile: ["activityId"]
        case .agentProfile: ["agent"]
        }
    }

    func answer(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        let id = request.parameters[idName]
        try request.parameters.allow(ownerNames + [idName] + (request.isRead && id == nil ? ["since"] : []))
        let owner = try owner(request, principal)
        switch request.method {
        case .put: return try await change(.put, request, id, owner, principal)
        case .post: return try await change(.post, request, id, owner, principal)
        case .delete: return try await delete(request, id, owner, principal)
        default: return try await get(request, id, owner, principal)
        }
    }

    private func owner(_ request: XAPIRequest, _ principal: XAPIPrincipal) throws -> DocumentOwner {
        let parameters = request.parameters
        var owner = DocumentOwner(resource: resource)
        if ownerNames.contains("activityId") {
            owner.activity = try parameters.required("activityId", parameters.iri("activityId", from: principal))
        }
        if ownerNames.contains("agent") {
            let agent = try parameters.required("agent", parameters.agent("agent"))
            if agent.isGroup, try request.version() == .v1 {
                throw ServiceError(.invalid, "Parameters: agent is an Agent here, not a Group.")
            }
            owner.agent = agent.identifier
        }
        owner.registration = try parameters.uuid("registration")
        return owner
    }

    private func condition(_ request: XAPIRequest) throws -> DocumentCondition {
        DocumentCondition(
            ifMatch: request.fields[.ifMatch].map { ETagCondition($0) },
            ifNoneMatch: request.fields[.ifNoneMatch].map { ETagCondition($0) }, version: try request.version())
    }

    private func change(
        _ change: DocumentCondition.Change, _ request: XAPIRequest, _ id: String?, _ owner: DocumentOwner,
        _ principal: XAPIPrincipal
    ) async throws -> XAPIAnswer {
        let id = try request.parameters.required(idName, id)
        let content = DocumentContent(
            type: request.contentType ?? "application/octet-stream", bytes: request.body)
        try await documents.change(
            change, id, of: owner, to: content, if: try condition(request), limit: limit, by: principal)
        return .noContent
    }

    private func delete(
        _ request: XAPIRequest, _ id: String?, _ owner: DocumentOwner, _ principal: XAPIPrincipal
    ) async throws -> XAPIAnswer {
        let id = resource == .state ? id : try request.parameters.required(idName, id)
        try await documents.delete(id, of: owner, if: try condition(request), by: principal)
        return .noContent
    }

    private func get(
        _ request: XAPIRequest, _ id: String?, _ owner: DocumentOwner, _ principal: XAPIPrincipal
    ) async throws -> XAPIAnswer {
        guard let id else { return try await list(request, owner, principal) }
        let document = try await documents.find(id, of: owner, by: principal)
        var fields: HTTPFields = [.eTag: "\"\(document.etag)\"", .lastModified: document.changed.httpDate]
        if let known = request.fields[.ifNoneMatch], ETagCondition(known).matchesWeakly(document.etag) {
            return XAPIAnswer(.notModified, fields: fields)
        }
        fields[.contentType] = document.content.type
        fields[.xContentTypeOptions] = "nosniff"
        return XAPIAnswer(.ok, fields: fields, body: document.content.bytes)
    }

    private func list(
        _ request: XAPIRequest, _ owner: DocumentOwner, _ principal: XAPIPrincipal
    ) async throws -> XAPIAnswer {
        let since = try request.parameters.timestamp("since")
        let entries = try await documents.list(owner, since: since, by: principal)
        var fields = HTTPFields()
        if let newest = entries.map(\.changed).max() { fields[.lastModified] = newest.httpDate }
        return .json(.array(entries.map { .string($0.id) }), fields: fields)
    }
}

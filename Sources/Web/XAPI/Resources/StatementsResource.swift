import Access
import HTTPTypes
import JSON
import LearningRecords
import Values
import Workflows
import XAPI

/// 1.0.3 Communication §2.1; IEEE 9274.1.1 §4.1.6.1.
struct StatementsResource {
    let recording: RecordStatements
    let reading: StatementsReading
    let settings: XAPISettings

    func answer(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        switch request.method {
        case .put: try await put(request, principal)
        case .post: try await post(request, principal)
        default: try await get(request, principal)
        }
    }

    private func put(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        try request.parameters.allow(["statementId"])
        let id = try request.parameters.required("statementId", request.parameters.uuid("statementId"))
        _ = try await recording.run(try submission(request, id: id), by: principal)
        return .noContent
    }

    private func post(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        try request.parameters.allow([])
        let ids = try await recording.run(try submission(request, id: nil), by: principal)
        return .json(.array(ids.map { .string($0.description) }))
    }

    private func submission(_ request: XAPIRequest, id: UUID16?) throws -> StatementSubmission {
        if request.attachments == nil { try JSONContentType.check(request.contentType) }
        return StatementSubmission(
            body: request.body, id: id, version: try request.version(), attachments: request.attachments)
    }

    private func get(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        let parameters = request.parameters
        if let token = parameters["more"] {
            try parameters.allow(["more"])
            return try await page(reading.resume(token, by: principal), request)
        }
        try parameters.allow(StatementQuery.names)
        if parameters["statementId"] != nil || parameters["voidedStatementId"] != nil {
            return try await single(request, principal)
        }
        return try await page(
            reading.page(try StatementQuery.read(request, settings, by: principal), by: principal), request)
    }

    private func single(_ request: XAPIRequest, _ principal: XAPIPrincipal) async throws -> XAPIAnswer {
        let parameters = request.parameters
        let others = parameters.names.filter {
            !["statementId", "voidedStatementId", "attachments", "format"].contains($0)
        }
        guard others.isEmpty, parameters["statementId"] == nil || parameters["voidedStatementId"] == nil else {
            throw ServiceError(
                .invalid, "statementId or voidedStatementId stands alone, but for attachments and format.")
        }
        let isVoided = parameters["voidedStatementId"] != nil
        let id = try parameters.uuid(isVoided ? "voidedStatementId" : "statementId")
        let presentation = try StatementQuery.presentation(request)
        let found = try await reading.one(
            try parameters.required("statementId", id), voided: isVoided, presentation, by: principal)
        return .statements(
            found.statement.body, found.attachments, fields: [.lastModified: found.statement.stored.httpDate])
    }

    private func page(_ page: StatementAnswerPage, _ request: XAPIRequest) -> XAPIAnswer {
        var body = Array(#"{"statements":["#.utf8)
        body.reserveCapacity(page.bodies.byteCount + page.bodies.count + 1_024)
        for (index, statement) in page.bodies.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += statement
        }
        let more = page.more.map { request.path.base + "/statements?more=" + $0 } ?? ""
        body += Array(#"],"more":"\#(more)"}"#.utf8)
        var fields = HTTPFields()
        if let newest = page.newest { fields[.lastModified] = newest.httpDate }
        return .statements(body, page.attachments, fields: fields)
    }
}

/// The media types of requests with JSON.
enum JSONContentType {
    /// - Throws: `invalid` unless it is `application/json`, in UTF-8 as far as it says.
    static func check(_ type: String?) throws(ServiceError) {
        if type == "application/json" { return }
        let parts = (type ?? "").lowercased().split(separator: ";").map { $0.filter { $0 != " " && $0 != "\"" } }
        guard parts.first == "application/json" else {
            throw ServiceError(.invalid, "Statements come as application/json.")
        }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
        guard charset == nil || charset == "charset=utf-8" else {
            throw ServiceError(.invalid, "JSON is in UTF-8.")
        }
    }
}

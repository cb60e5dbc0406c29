import Access
import HTTPTypes
import Hummingbird
import LearningRecords
import Values
import Workflows
import XAPI

/// Serves every request to the LRS: finds out who asks, reads the body of those who may, and lets the resource answer.
/// Whatever happens, the answer carries the version and what browsers need.
struct XAPIHandler: Sendable {
    let settings: XAPISettings
    let services: Services
    let access: RecordsAccess
    let recording: RecordStatements
    private let reading: StatementsReading
    private let documents: DocumentsWorkflow
    let bound: ConsistencyBound
    private let crossOrigin: CrossOrigin
    private let rate: RequestRate
    private let bodies: RequestBodies
    let streams = StreamSeats()

    init(_ services: Services, _ settings: XAPISettings) {
        self.settings = settings
        self.services = services
        access = RecordsAccess(services)
        bound = ConsistencyBound(services)
        recording = RecordStatements(services, access: access, bound: bound)
        reading = StatementsReading(services, access: access, pageBytes: settings.pageBytes)
        documents = DocumentsWorkflow(services, access: access)
        crossOrigin = CrossOrigin(services.settings, further: settings.allowedOrigins)
        bodies = RequestBodies(settings)
        rate = RequestRate(perSecond: services.settings.recordRequestsPerSecond, world: services.world)
    }

    func handle(_ incoming: Request, _ context: LecternRequestContext) async -> Response {
        let origin = incoming.headers[.origin]
        let path = XAPIPath(incoming.uri.path)
        if incoming.method == .options { return crossOrigin.preflight(origin: origin).response(isHead: false) }
        var exchange = XAPIExchange(path: path)
        var answer: XAPIAnswer
        do {
            answer = try await self.answer(incoming, context, &exchange)
        } catch {
            answer = failure(error, incoming, context)
        }
        await complete(&answer, exchange, origin: origin)
        await Compression.apply(to: &answer, accepted: incoming.headers[.acceptEncoding])
        // A HEAD in a form is a POST to the connection, where a length without a body would keep the client waiting.
        if exchange.isHead, incoming.method != .head { (answer.body, answer.further) = ([], []) }
        return answer.response(isHead: incoming.method == .head)
    }

    private func failure(_ error: any Error, _ incoming: Request, _ context: LecternRequestContext) -> XAPIAnswer {
        let known = ErrorResponses.serviceError(error)
        ErrorResponses.log(known, context: context)
        return XAPIErrorAnswer.answer(known, accept: incoming.headers[.accept], requestID: context.requestID)
    }

    /// Adds what every answer carries.
    private func complete(_ answer: inout XAPIAnswer, _ exchange: XAPIExchange, origin: String?) async {
        answer.fields[.experienceAPIVersion] = exchange.answeredVersion.headerValue
        if answer.status == .methodNotAllowed {
            answer.fields[.allow] = exchange.path.methods.map(\.rawValue).joined(separator: ", ")
        }
        for field in crossOrigin.fields(origin: origin) { answer.fields.append(field) }
        guard exchange.path.resource == .statements else { return }
        var through = exchange.consistentThrough
        if through == nil { through = try? await bound.current(exchange.tenant ?? TenantID(0)) }
        answer.fields[.consistentThrough] = (through ?? Instant(microseconds: 0)).rfc3339
    }

    private func answer(
        _ incoming: Request, _ context: LecternRequestContext, _ exchange: inout XAPIExchange
    ) async throws -> XAPIAnswer {
        if let type = MultipartContentType(of: incoming, exchange.path) {
            return try await multipart(incoming, type, context, &exchange)
        }
        var request = try self.request(incoming, exchange.path, [])
        let isAlternate = AlternateSyntax.isMeant(by: request)
        if isAlternate {
            // Who asks stands in the form.
            request.body = try await bodies.form(of: incoming, exchange.path, &exchange.hold)
            request = try AlternateSyntax.unwrap(request)
        }
        exchange.isHead = request.method == .head
        if request.path.rest == StatementStream.path { return try await stream(request, context, &exchange) }
        guard let resource = request.path.resource else {
            throw ServiceError(.notFound, "There is no such resource in an LRS.")
        }
        guard resource.methods.contains(request.method) else {
            throw ServiceError(.methodNotAllowed, "\(request.method.rawValue) isn't possible here.")
        }
        if resource == .about {
            if let version = try? request.version() { exchange.version = version }
            return try AboutResource.answer(request)
        }
        let principal = try await admit(request, context, &exchange)
        if !isAlternate { request.body = try await bodies.body(of: incoming, exchange.path, &exchange.hold) }
        if resource == .statements, request.isRead {
            exchange.consistentThrough = try await bound.current(principal.tenant)
        }
        let complete = request
        return try await judged(principal) { try await answer(complete, resource, principal) }
    }

    /// Checks the version, then who asks.
    func admit(
        _ request: XAPIRequest, _ context: LecternRequestContext, _ exchange: inout XAPIExchange
    ) async throws -> XAPIPrincipal {
        exchange.version = try request.version()
        let principal = try await access.principal(
            authorization: request.fields[.authorization], sessionsOnly: settings.audience == .sessions,
            address: context.clientAddress)
        exchange.tenant = principal.tenant
        try rate.take(principal)
        return principal
    }

    /// Nobody is refused by what a credential was allowed a while ago.
    func judged<Value>(_ principal: XAPIPrincipal, _ work: () async throws -> Value) async throws -> Value {
        do { return try await work() } catch let error as ServiceError where error.code == .forbidden {
            try await access.confirm(principal)
            throw error
        }
    }

    func answer(
        _ request: XAPIRequest, _ resource: XAPIResource, _ principal: XAPIPrincipal
    ) async throws -> XAPIAnswer {
        switch resource {
        case .statements:
            return try await StatementsResource(recording: recording, reading: reading, settings: settings)
                .answer(request, principal)
        case .state: return try await documents(.state, request, principal)
        case .activityProfile: return try await documents(.activityProfile, request, principal)
        case .agentProfile: return try await documents(.agentProfile, request, principal)
        case .activities: return try await ActivitiesResource(reading: reading).answer(request, principal)
        case .agents: return try await AgentsResource(reading: reading).answer(request, principal)
        case .about: return try AboutResource.answer(request)
        }
    }

    private func documents(
        _ resource: DocumentResource, _ request: XAPIRequest, _ principal: XAPIPrincipal
    ) async throws -> XAPIAnswer {
        try await DocumentsResource(documents: documents, resource: resource, limit: settings.documentLimit)
            .answer(request, principal)
    }

    func request(_ incoming: Request, _ path: XAPIPath, _ body: [UInt8]) throws -> XAPIRequest {
        guard let method = XAPIMethod(rawValue: incoming.method.rawValue) else {
            guard !path.methods.isEmpty else { throw ServiceError(.notFound, "There is no such resource in an LRS.") }
            throw ServiceError(.methodNotAllowed, "\(incoming.method.rawValue) isn't possible here.")
        }
        return XAPIRequest(
            method: method, path: path, parameters: try XAPIParameters(query: incoming.uri.query),
            fields: incoming.headers, body: body)
    }
}

/// What is known of a request while it is served, also when it fails.
struct XAPIExchange {
    let path: XAPIPath
    var version: XAPIVersion?
    var tenant: TenantID?
    var consistentThrough: Instant?
    var isHead = false
    /// The place that the body takes up, for as long as the request is served.
    var hold: BodyHold?

    init(path: XAPIPath) { self.path = path }

    /// Without a version in the request the base path names one (catalogue: LRS-VER-08).
    var answeredVersion: XAPIVersion { version ?? (path.base == "/xapi" ? .v2 : .v1) }
}

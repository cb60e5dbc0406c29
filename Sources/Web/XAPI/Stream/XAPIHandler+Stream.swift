import HTTPTypes
import Hummingbird
import LearningRecords
import Values
import Workflows

extension XAPIHandler {
    /// The live stream. It is no resource of the standard, so a version header may be missing.
    func stream(
        _ request: XAPIRequest, _ context: LecternRequestContext, _ exchange: inout XAPIExchange
    ) async throws -> XAPIAnswer {
        guard request.isRead else {
            throw ServiceError(.methodNotAllowed, "\(request.method.rawValue) isn't possible here.")
        }
        var request = request
        if request.fields[.experienceAPIVersion] == nil { request.fields[.experienceAPIVersion] = "2.0.0" }
        let principal = try await admit(request, context, &exchange)
        try request.parameters.allow(StatementStream.parameters)
        let question = try StatementQuery.read(request, settings, by: principal)
        let follow = FollowStatements(services, access: access, bound: bound)
        let place = request.fields[.lastEventID] ?? request.parameters["lastEventId"]
        let start = try await judged(principal) {
            try await follow.start(after: place, since: question.since, by: principal)
        }
        return StatementStream(
            follow: follow, question: question, principal: principal, start: start, connection: context.connection,
            seat: try streams.take(for: principal), patience: settings.streamPatience
        ).answer
    }
}

extension HTTPField.Name {
    /// HTML Living Standard §9.2.4.
    fileprivate static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .ifRange
}

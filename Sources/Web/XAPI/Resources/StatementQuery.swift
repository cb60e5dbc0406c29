import Access
import HTTPTypes
import LearningRecords
import Values
import Workflows
import XAPI

/// The parameters of a GET on statements (1.0.3 Communication §2.1.3).
enum StatementQuery {
    static let names = [
        "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities",
        "related_agents", "since", "until", "limit", "format", "attachments", "ascending",
    ]

    static func read(
        _ request: XAPIRequest, _ settings: XAPISettings, by principal: XAPIPrincipal
    ) throws -> StatementQuestion {
        let parameters = request.parameters
        var question = StatementQuestion(presentation: try presentation(request))
        question.agent = try parameters.agent("agent")?.identifier
        question.relatedAgents = try parameters.flag("related_agents")
        question.verb = try parameters.iri("verb", from: principal)
        question.activity = try parameters.iri("activity", from: principal)
        question.relatedActivities = try parameters.flag("related_activities")
        question.registration = try parameters.uuid("registration")
        question.since = try parameters.timestamp("since")
        question.until = try parameters.timestamp("until")
        question.isAscending = try parameters.flag("ascending")
        let wanted = try parameters.natural("limit") ?? 0
        question.limit = wanted == 0 ? settings.pageLimit : min(wanted, settings.pageLimit)
        return question
    }

    static func presentation(_ request: XAPIRequest) throws -> StatementPresentation {
        var format = StatementFormat.exact
        if let name = request.parameters["format"] {
            guard let known = StatementFormat(name: name) else {
                throw ServiceError(.invalid, "Parameters: format is exact, ids or canonical.")
            }
            format = known
        }
        return StatementPresentation(
            format: format, withAttachments: try request.parameters.flag("attachments"),
            languages: request.fields[.acceptLanguage] ?? "")
    }
}

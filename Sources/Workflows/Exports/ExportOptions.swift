package import Cohorts
package import Exports
package import Values
package import XAPI

/// Which records go into an export, and in what form.
package struct ExportOptions: Sendable {
    package var course: UUID16?
    package var cohort: UUID16?
    /// What was known just before this moment; completions only.
    package var asOf: Instant?
    /// The zone of days and of the spreadsheet's times.
    package var zone: CohortZone = .utc
    package var dialect: CSVDialect = .spreadsheet(zone: .utc)
    /// Statements of this registration alone.
    package var registration: UUID16?
    package var since: Instant?
    package var until: Instant?
    /// What a GET on statements may ask for, statements only (1.0.3 Communication §2.1.3).
    package var agent: AgentIdentifier?
    package var relatedAgents = false
    package var verb: String?
    package var activity: String?
    package var relatedActivities = false
    /// An existing folder for the data of the statements' attachments.
    package var attachments: String?

    package init() {}

    /// What a GET would ask with the same filters.
    var question: StatementQuestion {
        var question = StatementQuestion()
        question.agent = agent
        question.relatedAgents = relatedAgents
        question.verb = verb
        question.activity = activity
        question.relatedActivities = relatedActivities
        question.registration = registration
        question.since = since
        question.until = until
        return question
    }

    var filter: [(String, String)] {
        [
            ("course", course?.description), ("cohort", cohort?.description),
            ("registration", registration?.description), ("since", since?.rfc3339), ("until", until?.rfc3339),
            ("agent", agent.map { _ in "one agent" }), ("related_agents", relatedAgents ? "true" : nil),
            ("verb", verb), ("activity", activity), ("related_activities", relatedActivities ? "true" : nil),
        ].compactMap { name, value in value.map { (name, $0) } }
    }
}

/// The files that an export left in its folder.
package struct ExportResult: Sendable {
    package var file: ExportedFile
    package var path: String
    /// Beside it: the signed `….report.json`.
    package var reportPath: String
}

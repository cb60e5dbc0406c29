package import Cohorts
package import Exports
package import Values

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

    package init() {}

    var filter: [(String, String)] {
        [
            ("course", course?.description), ("cohort", cohort?.description),
            ("registration", registration?.description), ("since", since?.rfc3339), ("until", until?.rfc3339),
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

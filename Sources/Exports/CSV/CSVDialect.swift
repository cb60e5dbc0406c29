package import Cohorts

/// How a CSV file is written; three kinds, one of them chosen by name, never guessed.
package struct CSVDialect: Sendable {
    /// A comma, or a semicolon where spreadsheets expect it.
    package var separator: Character
    /// U+FEFF in front, by which spreadsheets know UTF-8.
    package var hasByteOrderMark: Bool
    /// A `'` in front of text that a spreadsheet would run as a formula (CWE-1236).
    package var guardsFormulas: Bool
    /// Lists as JSON arrays; otherwise joined by `; `.
    package var writesListsAsJSON: Bool
    /// The zone of moments; UTC is written with `Z`.
    package var zone: CohortZone

    /// For people: mark in front, formulas disarmed, times in the report's zone.
    package static func spreadsheet(zone: CohortZone, separator: Character = ",") -> CSVDialect {
        CSVDialect(
            separator: separator, hasByteOrderMark: true, guardsFormulas: true, writesListsAsJSON: false, zone: zone)
    }

    /// For programs: no mark, UTC, JSON lists; formulas are disarmed here too.
    package static let machine = CSVDialect(
        separator: ",", hasByteOrderMark: false, guardsFormulas: true, writesListsAsJSON: true, zone: .utc)

    /// Raw (not for spreadsheets): as ``machine``, with every text as it is.
    package static let raw = CSVDialect(
        separator: ",", hasByteOrderMark: false, guardsFormulas: false, writesListsAsJSON: true, zone: .utc)
}

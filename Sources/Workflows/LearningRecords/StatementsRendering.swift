import Database
import JSON
import LearningRecords
import Values
import XAPI

/// Statements in the form that a reader asked for.
struct StatementRendering {
    private let presentation: StatementPresentation
    private let activities: ActivityStore

    init(_ presentation: StatementPresentation, _ tenant: TenantID) {
        self.presentation = presentation
        activities = ActivityStore(tenant)
    }

    func render(_ bodies: [[UInt8]], in tx: Transaction) throws -> [[UInt8]] {
        switch presentation.format {
        case .exact: return bodies
        case .ids: return try bodies.map { StatementForms.ids(try StoredStatement.read($0)) }
        case .canonical:
            let languages = LanguagePreference(presentation.languages)
            return try bodies.map { body in
                let statement = try StoredStatement.read(body)
                let known = try definitions(of: statement, in: tx)
                return StatementForms.canonical(statement, languages: languages) { known[$0] }
            }
        }
    }

    private func definitions(of statement: ValidStatement, in tx: Transaction) throws -> [String: JSONValue] {
        var known: [String: JSONValue] = [:]
        for id in Set(statement.activities.map(\.id)) {
            known[id] = try activities.definition(of: id, in: tx)
        }
        return known
    }
}

import Database
import JSON
import LearningRecords
import Values
import XAPI

/// Statements in the form that a reader asked for.
struct StatementRendering {
    private let presentation: StatementPresentation
    private let tenant: TenantID

    init(_ presentation: StatementPresentation, _ tenant: TenantID) {
        self.presentation = presentation
        self.tenant = tenant
    }

    func render(_ bodies: StatementBodies, in tx: Transaction) throws -> StatementBodies {
        switch presentation.format {
        case .exact: return bodies
        case .ids: return StatementBodies(try bodies.map { StatementForms.ids(try StoredStatement.read(Array($0))) })
        case .canonical:
            let languages = LanguagePreference(presentation.languages)
            let statements = try bodies.map { try StoredStatement.read(Array($0)) }
            let definitions = try known(statements.flatMap { $0.activities.map(\.id) }) {
                try ActivityStore(tenant).definition(of: $0, in: tx)
            }
            let displays = try known(statements.flatMap { $0.verbs.map(\.id) }) {
                try VerbStore(tenant).display(of: $0, in: tx)
            }
            return StatementBodies(
                statements.map { statement in
                    StatementForms.canonical(
                        statement, languages: languages, definition: { definitions[$0] }, display: { displays[$0] })
                })
        }
    }

    private func known(
        _ names: [String], _ find: (String) throws -> JSONValue?
    ) rethrows -> [String: JSONValue] {
        var known: [String: JSONValue] = [:]
        for name in Set(names) { known[name] = try find(name) }
        return known
    }
}

extension ValidStatement {
    /// The statement's verb, and that of its SubStatement, each with its display as sent.
    var verbs: [(id: String, display: JSONValue?)] {
        [value, subStatement].compactMap { $0?["verb"] }.compactMap { verb in
            verb["id"]?.string.map { ($0, verb["display"]) }
        }
    }
}

package import JSON
package import XAPI

/// How statements are answered (1.0.3 Communication §2.1.3, `format`).
package enum StatementFormat: UInt8, Sendable, CaseIterable {
    /// As stored.
    case exact = 0
    /// What identifies agents, activities and verbs, and nothing else of them.
    case ids = 1
    /// Definitions as this LRS knows them, in one language; agents as stored.
    case canonical = 2

    package init?(name: String) {
        switch name {
        case "exact": self = .exact
        case "ids": self = .ids
        case "canonical": self = .canonical
        default: return nil
        }
    }
}

/// Statements in other forms than the stored one.
package enum StatementForms {
    package static func ids(_ statement: ValidStatement) -> [UInt8] { IdentifierForm.render(statement.value) }

    /// - Parameters:
    ///   - definition: what is known of an activity; nil for nothing.
    ///   - display: how a verb is displayed; nil when nothing is known.
    package static func canonical(
        _ statement: ValidStatement, languages: LanguagePreference, definition: (String) -> JSONValue?,
        display: (String) -> JSONValue?
    ) -> [UInt8] {
        CanonicalForm.render(statement.value, languages: languages, definition: definition, display: display)
    }
}

import Database
package import Values

/// Which lines of the audit log are wanted; everything that is set must be met.
package struct AuditFilter: Sendable {
    /// A part of the verb, such as `statement` or `.erase`.
    package var verb = ""
    /// A part of the kind or the id of the thing, or of the id of whoever did it.
    package var thing = ""
    /// Not before this moment.
    package var since: Instant?
    /// Before this moment.
    package var until: Instant?

    package init() {}

    var conditions: SQL {
        var sql: SQL = ""
        if !verb.isEmpty { sql += " and verb like \(Self.pattern(verb)) escape '!'" }
        if !thing.isEmpty {
            let pattern = Self.pattern(thing)
            sql += """
                 and (object like \(pattern) escape '!' or object_kind like \(pattern) escape '!'
                    or actor like \(pattern) escape '!')
                """
        }
        if let since { sql += " and at >= \(since)" }
        if let until { sql += " and at < \(until)" }
        return sql
    }

    /// All that holds the text, letter by letter; ids and verbs are in lower case, key ids excepted.
    private static func pattern(_ text: String) -> String {
        "%" + text.reduce(into: "") { $0 += "!%_".contains($1) ? "!\($1)" : String($1) } + "%"
    }
}

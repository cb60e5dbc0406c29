package import Database
package import JSON
package import Values

/// How an LRS displays verbs: the language maps of all statements whose sender may define, joined
/// (1.0.3 Communication §2.1.3, `canonical`).
package struct VerbStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// The language map of a verb; nil when nothing is known.
    package func display(of verb: String, in transaction: Transaction) throws -> JSONValue? {
        let row = try transaction.row(
            "select display from verb_display where tenant = \(tenant) and verb = \(DocumentContext.hash(verb))")
        return try row.map { try ActivityStore.parse(try $0.bytes(0)) }
    }

    /// Sets the languages of a display, and leaves the others.
    package func define(
        _ verb: String, _ display: JSONValue, in transaction: Transaction, now: Instant
    ) throws {
        let known = try self.display(of: verb, in: transaction)
        let joined = known.map { ActivityStore.joinMap(display, into: $0).serialized } ?? Array(display.rawBytes)
        if let known, joined == Array(known.rawBytes) { return }
        try transaction.execute(
            """
            insert into verb_display (tenant, verb, iri, display, changed_at)
            values (\(tenant), \(DocumentContext.hash(verb)), \(Array(verb.utf8)), \(joined), \(now))
            on conflict (tenant, verb) do update set display = excluded.display, changed_at = excluded.changed_at
            """)
    }
}

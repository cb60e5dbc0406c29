import JSON
package import Values
package import XAPI

/// A statement as it is answered.
package struct StoredStatement: Sendable {
    package let id: UUID16
    package let stored: Instant
    package let isVoided: Bool
    /// Keyed hash of the authority's identifier.
    package let authority: [UInt8]
    package let source: StatementFact.AuthorityKind
    package let body: [UInt8]

    /// The same statement in another form.
    package func with(body: [UInt8]) -> StoredStatement {
        StoredStatement(
            id: id, stored: stored, isVoided: isVoided, authority: authority, source: source, body: body)
    }

    /// The facts of a stored body; the line of the standard is told by the statement's own version.
    /// - Throws: `internalError` when the store holds something else than JSON.
    package static func read(_ body: [UInt8]) throws -> ValidStatement {
        do {
            let value = try JSONDocument(parsing: body).root
            let version = value["version"]?.string.flatMap(VersionHeader.line) ?? .v1
            return ValidStatement(trusting: value, version: version)
        } catch {
            throw ServiceError(.internalError, "A stored statement can't be read.", cause: "\(error)")
        }
    }
}

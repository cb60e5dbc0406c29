package import Access
package import JSON
package import Values

/// The second file of every export: what was asked, by whom, as of when, and the hash of each file (GDPR-CMP-10).
package struct ExportReport: Sendable {
    package var kind: String
    package var madeAt: Instant
    /// The staff user or key that asked, by id.
    package var madeBy: String
    package var purpose: String
    package var asOf: Instant?
    /// The filter in words of the interface; names and values.
    package var filter: [(String, String)]
    package var zone: String
    package var files: [ExportedFile]
    /// Anything a reader must know, such as rows that can't be told by name any more.
    package var notes: [String]

    package init(
        kind: String, madeAt: Instant, madeBy: String, purpose: String, asOf: Instant? = nil,
        filter: [(String, String)] = [], zone: String = "UTC", files: [ExportedFile] = [], notes: [String] = []
    ) {
        self.kind = kind
        self.madeAt = madeAt
        self.madeBy = madeBy
        self.purpose = purpose
        self.asOf = asOf
        self.filter = filter
        self.zone = zone
        self.files = files
        self.notes = notes
    }

    package var node: JSONNode {
        .compactObject([
            ("kind", .string(kind)), ("madeAt", .string(madeAt.rfc3339)), ("madeBy", .string(madeBy)),
            ("purpose", .string(purpose)), ("asOf", asOf.map { .string($0.rfc3339) }),
            ("filter", .object(filter.map { ($0.0, .string($0.1)) })), ("timeZone", .string(zone)),
            ("files", .array(files.map(\.node))), ("notes", .array(notes.map { .string($0) })),
        ])
    }

    /// Signed by the service's key.
    package func signed(by keyring: Keyring) throws -> SignedDocument {
        try SignedDocument(.exportReport, node, signedBy: keyring)
    }
}

extension ExportedFile {
    package var node: JSONNode {
        [
            "name": .string(name), "bytes": .number(bytes), "rows": .number(rows), "sha256": .string(sha256),
        ]
    }

    /// The files that a verified report or manifest names; names that lead out of the folder are left out.
    package static func listed(in document: JSONDocument) -> [ExportedFile] {
        (document.root["files"]?.elements).map(Array.init)?.compactMap { file in
            guard let name = file["name"]?.string, let sha256 = file["sha256"]?.string,
                !name.hasPrefix("/"), !name.split(separator: "/").contains("..")
            else { return nil }
            return ExportedFile(
                name: name, bytes: Int(file["bytes"]?.integer ?? 0), sha256: sha256,
                rows: Int(file["rows"]?.integer ?? 0))
        } ?? []
    }
}

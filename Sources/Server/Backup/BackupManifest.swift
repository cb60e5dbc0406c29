import Cryptography
import Database
import JSON
import Values

/// What stands at the beginning of a backup: by which release it was made, from which store, and what its tables are.
struct BackupManifest: Sendable, Equatable {
    static let name = "manifest.json"
    static let endName = "end.json"
    /// The public halves of the signing keys: without them nobody could check what was signed before.
    static let publicKeysName = "public-keys.json"
    static let format: Int64 = 1

    var createdAt: Instant
    var engine: String
    var instance: UUID16
    /// The number of the last migration that was applied.
    var migration: Int64
    /// Tells whether a vault's key is the one of the store, without telling anything of it.
    var keyCheck: String
    var hasKeys: Bool
    var tables: [TableInfo]

    var node: JSONNode {
        [
            "format": .number(Self.format), "createdAt": .string(createdAt.rfc3339), "engine": .string(engine),
            "instance": .string(instance.description), "migration": .number(migration),
            "keyCheck": .string(keyCheck), "hasKeys": .bool(hasKeys),
            "tables": .array(
                tables.map { table in
                    ["name": .string(table.name), "columns": .array(table.columns.map { .string($0) })]
                }),
        ]
    }
}

extension BackupManifest {
    /// - Throws: `unprocessable` for anything that isn't one of this format.
    init(_ bytes: [UInt8]) throws {
        let root = try? JSONDocument(parsing: bytes).root
        guard let root, root["format"]?.integer == Self.format,
            let createdAt = root["createdAt"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let engine = root["engine"]?.string, let instance = root["instance"]?.string.flatMap({ UUID16($0) }),
            let migration = root["migration"]?.integer, let keyCheck = root["keyCheck"]?.string,
            let hasKeys = root["hasKeys"]?.bool, let tables = root["tables"]
        else { throw ServiceError(.unprocessable, "The file isn't a backup that this release can read.") }
        self.init(
            createdAt: createdAt, engine: engine, instance: instance, migration: migration, keyCheck: keyCheck,
            hasKeys: hasKeys,
            tables: tables.elements.map { table in
                TableInfo(
                    name: table["name"]?.string ?? "",
                    columns: table["columns"].map { $0.elements.compactMap(\.string) } ?? [])
            })
    }
}

/// What a backup or a restore came to.
package struct BackupSummary: Sendable, Equatable {
    /// Rows of all tables.
    package var rows = 0
    /// Attachments and files of packages.
    package var files = 0
    package var keys = 0

    package init() {}

    /// For scripts.
    package var json: String { node.text }

    var node: JSONNode { ["rows": .number(rows), "files": .number(files), "keys": .number(keys)] }

    init(_ bytes: [UInt8]) throws {
        let root = try JSONDocument(parsing: bytes).root
        rows = Int(root["rows"]?.integer ?? -1)
        files = Int(root["files"]?.integer ?? -1)
        keys = Int(root["keys"]?.integer ?? -1)
    }
}

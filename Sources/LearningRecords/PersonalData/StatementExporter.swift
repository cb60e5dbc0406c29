package import Database
import JSON
package import PersonalData
import XAPI

/// Hands out the statements that name a person: those as actor or object, and apart those where they stand elsewhere.
/// Other people in them are masked.
package struct StatementExporter: PersonalDataExporter {
    private let agentKey: AgentKeying
    private let masks: RecordMasks
    private static let statementsPerFile = 1_000
    private static let bytesPerFile = 8 << 20

    package init(agentKey: AgentKeying, masks: RecordMasks) {
        self.agentKey = agentKey
        self.masks = masks
    }

    package let tables = ["statement", "statement_key"]
    package let category = "xapi"

    package func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        let found = PersonStatements(person: person)
        try export(found, .agent, as: "statements", from: transaction, to: sink)
        try export(found, .relatedAgent, as: "mentions", from: transaction, to: sink)
    }

    private func export(
        _ found: PersonStatements, _ kind: StatementKey.Kind, as name: String, from transaction: Transaction,
        to sink: (ExportedItem) throws -> Void
    ) throws {
        let names = Set(found.person.agentKeys)
        var file: [[UInt8]] = []
        var (number, size) = (1, 0)
        func flush() throws {
            let bytes = Array("[\n".utf8) + file.joined(separator: Array(",\n".utf8)) + Array("\n]\n".utf8)
            try sink(ExportedItem(path: "xapi/\(name)-\(number).json", bytes: bytes, count: file.count))
            (file, number, size) = ([], number + 1, 0)
        }
        try found.forEach(found.keys(kind), in: transaction) { entry in
            let statement = try StoredStatement.read(entry.body)
            guard !statement.mentions(ofAny: names, agentKey).isEmpty else { return }
            file.append(masked(statement, names) ?? entry.body)
            size += file[file.count - 1].count
            if file.count == Self.statementsPerFile || size >= Self.bytesPerFile { try flush() }
        }
        if !file.isEmpty || number == 1 { try flush() }
    }

    private func masked(_ statement: ValidStatement, _ names: Set<[UInt8]>) -> [UInt8]? {
        StatementRewriter.rewrite(statement.value) { mention in
            guard mention.role.part != .authority, !mention.isGroup, let identifier = mention.identifier,
                !names.contains(agentKey(identifier.canonical))
            else { return nil }
            return masks.other
        }?.bytes
    }
}

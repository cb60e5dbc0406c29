public import Database
public import Values

/// All exporters and erasers of the service, assembled once.
public struct PersonalDataRegistry: Sendable {
    /// Columns by which a table tells that its rows are about a person.
    public static let personColumns: Set<String> = [
        "person", "actor", "agent", "account_name", "learner", "instructor", "sealed", "email",
    ]

    public var exporters: [any PersonalDataExporter]
    public var erasers: [any PersonalDataEraser]
    /// Tables that hold personal data without a column that tells it.
    public var furtherTables: Set<String>
    /// Tables with such a column that hold no personal data, each with the reason.
    public var exempt: [String: String]

    public init(
        exporters: [any PersonalDataExporter] = [], erasers: [any PersonalDataEraser] = [],
        furtherTables: Set<String> = [], exempt: [String: String] = [:]
    ) {
        self.exporters = exporters
        self.erasers = erasers
        self.furtherTables = furtherTables
        self.exempt = exempt
    }

    /// Tables with personal data that lack an exporter or an eraser: `score_delivery: no eraser`. A test wants none.
    public func uncovered(tables: [TableInfo]) -> [String] {
        let exported = Set(exporters.flatMap(\.tables))
        let erased = Set(erasers.flatMap(\.tables))
        return tables.filter(holdsPersonalData).flatMap { table in
            (exported.contains(table.name) ? [] : ["\(table.name): no exporter"])
                + (erased.contains(table.name) ? [] : ["\(table.name): no eraser"])
        }
    }

    /// Tables that an exporter or eraser names and the schema doesn't have: a slip of the pen.
    public func unknown(tables: [TableInfo]) -> [String] {
        let known = Set(tables.map(\.name))
        let named = Set(exporters.flatMap(\.tables) + erasers.flatMap(\.tables)).union(exempt.keys).union(furtherTables)
        return named.subtracting(known).sorted()
    }

    /// Hands out everything, domain by domain.
    public func export(
        _ person: PersonReference, from transaction: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        for exporter in exporters { try exporter.export(person, from: transaction, to: sink) }
    }

    /// Erases everywhere, in one transaction.
    public func erase(_ person: PersonReference, in transaction: Transaction, at now: Instant) throws -> ErasureCount {
        try erasers.reduce(ErasureCount()) { try $0 + $1.erase(person, in: transaction, at: now) }
    }

    private func holdsPersonalData(_ table: TableInfo) -> Bool {
        if exempt[table.name] != nil { return false }
        return furtherTables.contains(table.name) || !Self.personColumns.isDisjoint(with: table.columns)
    }
}

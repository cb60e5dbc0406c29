/// A table of the schema, as the database itself describes it.
public struct TableInfo: Sendable, Hashable {
    public var name: String
    /// In order.
    public var columns: [String]

    public init(name: String, columns: [String]) {
        self.name = name
        self.columns = columns
    }
}

extension SQLDatabase {
    /// All tables, by name.
    public func tables() async throws -> [TableInfo] {
        try await read { transaction in
            var tables: [TableInfo] = []
            for row in try transaction.rows(Self.columns(transaction.engine)) {
                let table = try row.text(0)
                if tables.last?.name != table { tables.append(TableInfo(name: table, columns: [])) }
                tables[tables.count - 1].columns.append(try row.text(1))
            }
            return tables
        }
    }

    private static func columns(_ engine: Engine) -> SQL {
        switch engine {
        case .sqlite:
            """
            select t.name, c.name from sqlite_schema t join pragma_table_info(t.name) c
            where t.type = 'table' and t.name not like 'sqlite%' order by t.name, c.cid
            """
        case .postgres:
            """
            select table_name::text, column_name::text from information_schema.columns
            where table_schema = current_schema() order by table_name, ordinal_position
            """
        }
    }
}

public import Values

/// What a database says of itself as a whole.
public struct Instance: Sendable, Equatable {
    /// Made with the tables; the folder of packages that belongs to them holds the same.
    public var id: UUID16
    /// By which the key of these records is known, without telling anything of it; nil before one is written down.
    public var keyCheck: String?
    /// Whether the records are those of a demo, with passwords that everybody knows.
    public var isDemo: Bool
}

extension SQLDatabase {
    /// Nil for a database without our tables. It can be asked of a database of any release, and changes nothing.
    public func instance() async throws -> Instance? {
        let columns = try await tables().first { $0.name == "database_instance" }?.columns
        guard let columns else { return nil }
        let isTold = columns.contains("key_check")
        return try await read { transaction in
            guard let id = try transaction.row("select id from database_instance")?.id(0) else { return nil }
            let told = isTold ? try transaction.row("select key_check, is_demo from database_instance") : nil
            return Instance(id: id, keyCheck: try told?.textIfAny(0), isDemo: try told?.bool(1) ?? false)
        }
    }

    /// The id of these records.
    /// - Throws: ``DatabaseError/Code/unusableSchema`` for a database without our tables.
    public func instanceID() async throws -> UUID16 {
        guard let instance = try await instance() else {
            throw DatabaseError(.unusableSchema, "the database has no instance id")
        }
        return instance.id
    }
}

extension Transaction {
    /// Writes down by what the key of these records is known, unless that is known already.
    public func settleKeyCheck(_ check: String) throws {
        try execute("update database_instance set key_check = \(check) where key_check is null")
    }

    /// These records are a demo's from now on.
    public func markAsDemo() throws { try execute("update database_instance set is_demo = 1") }

    /// Takes another database's id over, with what its key is known by, as its records are put in here.
    public func takeOver(instance id: UUID16, keyCheck: String) throws {
        try execute("update database_instance set id = \(id)")
        let isTold =
            try row(
                engine == .sqlite
                    ? "select 1 from pragma_table_info('database_instance') where name = 'key_check'"
                    : """
                    select 1 from information_schema.columns where table_schema = current_schema()
                        and table_name::text = 'database_instance' and column_name::text = 'key_check'
                    """) != nil
        if isTold { try execute("update database_instance set key_check = \(keyCheck)") }
    }
}

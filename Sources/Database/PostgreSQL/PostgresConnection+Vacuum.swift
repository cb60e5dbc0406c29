import Values

extension PostgresConnection {
    /// Rewrites every table of ours, and then what the planner has noted of their values.
    /// - Returns: those that somebody held for too long.
    func vacuumFully() throws -> [String] {
        let found = try command("select quote_ident(tablename) from pg_tables where schemaname = current_schema()")
        let tables = (0..<found.rows).map { found.text($0, 0) }
        var held: [String] = []
        for table in tables + ["pg_catalog.pg_statistic"] {
            do {
                try command("vacuum (full, analyze) \(table)")
            } catch let error as ServiceError where error.code == .unavailable && isUsable {
                held.append(table)
            }
        }
        return held
    }
}

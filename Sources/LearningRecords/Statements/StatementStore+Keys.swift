import Database
import Values

/// One row of the index: a statement is found by a key.
struct StatementKeyRow: Hashable {
    var key: StatementKey
    var stored: Instant
    var row: Int64
}

extension StatementStore {
    /// How many rows one statement of SQL carries at most: enough to save round trips, few enough for the cache.
    static var chunk: Int { 32 }

    /// In key order, so that neighbours in the index are written together. Rows that are there already stay.
    func insertKeys(_ rows: [StatementKeyRow], in transaction: Transaction) throws {
        var values = InsertRows(columns: 4, reserving: rows.count)
        for row in rows.sorted(by: { $0.key < $1.key }) {
            values.append(tenant.sqlValue, row.key.id.sqlValue, row.stored.sqlValue, row.row.sqlValue)
        }
        try transaction.insert(
            "insert into statement_key (tenant, key, stored_at, seq)", values, "on conflict do nothing")
    }

    func deleteKey(_ row: StatementKeyRow, in transaction: Transaction) throws {
        try transaction.execute(
            """
            delete from statement_key where tenant = \(tenant) and key = \(row.key.bytes)
                and stored_at = \(row.stored) and seq = \(row.row)
            """)
    }
}

extension Array {
    func chunks(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}

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
        for chunk in rows.sorted(by: { $0.key < $1.key }).chunks(of: Self.chunk) {
            let values = chunk.map { [tenant, $0.key.bytes, $0.stored, $0.row] as [any Bindable] }
            try transaction.execute(
                """
                insert into statement_key (tenant, key, stored_at, seq) values \(rows: values)
                on conflict do nothing
                """)
        }
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

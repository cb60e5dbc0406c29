import Database
import Values

/// A walk along one key of the index, or along all statements.
struct StatementWalk {
    let store: StatementStore
    /// Nil walks along all statements.
    let key: StatementKey?
    /// Criteria that each statement on the way must meet besides.
    let others: [[StatementKey]]
    let filter: StatementFilter
    let after: StatementPosition?
    let limit: Int
    /// It ends early behind so many bytes, with one statement at least.
    let byteLimit: Int
    /// False when no statement of the tenant refers to another one, so that none can be voided.
    let mayMeetVoided: Bool

    /// Adds what it finds.
    func run(_ found: inout FoundStatements, in transaction: Transaction) throws {
        var bytes = 0
        try transaction.walk(sql) { row in
            guard bytes <= byteLimit else {
                found.isCut = true
                return false
            }
            found.positions.append(StatementPosition(stored: try row.instant(0), row: try row.int(1)))
            try row.withBytes(2) { body in
                bytes += body.count
                found.bodies.append(body)
            }
            return true
        }
    }

    private var sql: SQL { source + range + criteria + visible + order }

    /// `cross join` keeps SQLite from walking the other way round.
    private var source: SQL {
        if let key {
            """
            select k.stored_at, k.seq, s.body from statement_key k cross join statement s
            where k.tenant = \(store.tenant) and k.key = \(key.bytes) and s.seq = k.seq
            """
        } else {
            """
            select k.stored_at, k.seq, k.body from statement k where k.tenant = \(store.tenant)
            """
        }
    }

    private var statement: SQL { key == nil ? "k" : "s" }

    private var range: SQL {
        var sql: SQL = ""
        if let since = filter.since { sql += " and k.stored_at > \(since)" }
        if let until = filter.until { sql += " and k.stored_at <= \(until)" }
        if let after {
            sql +=
                filter.isAscending
                ? " and (k.stored_at, k.seq) > (\(after.stored), \(after.row))"
                : " and (k.stored_at, k.seq) < (\(after.stored), \(after.row))"
        }
        return sql
    }

    private var criteria: SQL {
        var sql: SQL = ""
        for keys in others {
            sql +=
                """
                 and exists (select 1 from statement_key o where o.tenant = \(store.tenant)
                    and o.key in (\(list: keys.map(\.bytes))) and o.stored_at = k.stored_at and o.seq = k.seq)
                """
        }
        if let authority = filter.authority { sql += " and \(statement).authority = \(authority)" }
        return sql
    }

    /// A voiding statement can't be voided (1.0.3 Data §2.3.2).
    private var visible: SQL {
        if filter.includesVoided || !mayMeetVoided { return "" }
        return """
             and (\(statement).voiding = 1 or not exists (select 1 from statement_reference r
                where r.tenant = \(store.tenant) and r.target = \(statement).id and r.voiding = 1))
            """
    }

    private var order: SQL {
        filter.isAscending
            ? " order by k.stored_at, k.seq limit \(limit)" : " order by k.stored_at desc, k.seq desc limit \(limit)"
    }
}

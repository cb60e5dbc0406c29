package import Database
package import Values
import XAPI

extension StatementStore {
    /// The first statement that voids another one; nil when none does.
    package func voiding(of id: UUID16, in transaction: Transaction) throws -> UUID16? {
        try transaction.row(
            """
            select s.id from statement_reference r join statement s on s.seq = r.seq
            where r.tenant = \(tenant) and r.target = \(id) and r.voiding = 1 order by s.seq limit 1
            """)?.id(0)
    }

    /// The statements that a StatementRef leads to, one after the other (1.0.3 Data §2.4.4.3); a circle ends where it
    /// closes, and a chain at the first one that isn't here.
    package func chain(from id: UUID16, limit: Int = 50, in transaction: Transaction) throws -> [UUID16] {
        var (found, next): ([UUID16], UUID16?) = ([], id)
        while let current = next, found.count < limit, let statement = try find(current, in: transaction) {
            next = try StoredStatement.read(statement.body).referredStatement
            if let target = next, target == id || found.contains(target) { break }
            found += next.map { [$0] } ?? []
        }
        return found
    }

    /// The statements whose object is a reference to this one, the first ones first.
    package func referring(to id: UUID16, limit: Int = 50, in transaction: Transaction) throws -> [UUID16] {
        try transaction.rows(
            """
            select s.id from statement_reference r join statement s on s.seq = r.seq
            where r.tenant = \(tenant) and r.target = \(id) order by s.seq limit \(limit)
            """
        ).map { try $0.id(0) }
    }
}

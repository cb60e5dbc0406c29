package import Database
package import Values

extension StatementStore {
    /// The first statement that voids another one; nil when none does.
    package func voiding(of id: UUID16, in transaction: Transaction) throws -> UUID16? {
        try transaction.row(
            """
            select s.id from statement_reference r join statement s on s.seq = r.seq
            where r.tenant = \(tenant) and r.target = \(id) and r.voiding = 1 order by s.seq limit 1
            """)?.id(0)
    }
}

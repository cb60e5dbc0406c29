package import Database
package import Values

extension Completions {
    /// The titles of the lessons whose state rests on a statement.
    package func lessons(provedBy statement: UUID16, enrolment: UUID16, in tx: Transaction) throws -> [String] {
        try tx.rows(
            """
            select distinct l.title from completion_evidence e
            join lesson l on l.tenant = e.tenant and l.id = e.lesson
            where e.tenant = \(tenant) and e.enrolment = \(enrolment) and e.statement = \(statement)
            order by l.title
            """
        ).map { try $0.text(0) }
    }
}

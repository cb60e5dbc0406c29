package import Database
package import Values

extension Completions {
    /// The newest statement on which an enrolment's results rest, of one module or lesson or of the whole course; nil
    /// without any.
    package func newestEvidence(
        of enrolment: UUID16, module: UUID16? = nil, lesson: UUID16? = nil, in tx: Transaction
    ) throws -> UUID16? {
        try tx.rows(
            """
            select e.statement, e.lesson, l.module from completion_evidence e
            join lesson l on l.tenant = e.tenant and l.id = e.lesson
            where e.tenant = \(tenant) and e.enrolment = \(enrolment)
            order by e.happened_at desc, e.stored_at desc, e.statement desc
            """
        ).first { row in
            let (ofLesson, ofModule) = (try row.id(1), try row.id(2))
            return (lesson ?? ofLesson) == ofLesson && (module ?? ofModule) == ofModule
        }?.id(0)
    }
}

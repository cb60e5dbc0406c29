package import Database
package import PersonalData
package import Values

/// Takes a person out of the connections: open visits end, and what launches and scores said of them goes.
package struct ConnectionsEraser: PersonalDataEraser {
    package let tables = [
        "launch", "launch_session", "link_visit", "notice", "roster_member", "score_delivery", "score_comment",
    ]

    package init() {}

    package func erase(_ person: PersonReference, in tx: Transaction, at now: Instant) throws -> ErasureCount {
        var count = ErasureCount()
        let reviews = try tx.execute(
            "delete from launch_session where tenant = \(person.tenant) and subject = \(person.person)")
        count.add("launch_session", .deleted, reviews)
        for table in ["launch_session", "link_visit", "roster_member", "score_delivery", "score_comment"] {
            let rows = try tx.execute(
                "delete from \(raw: table) where tenant = \(person.tenant) and person = \(person.person)")
            count.add(table, .deleted, rows)
        }
        let launches = try tx.execute(
            """
            update launch set person = null, roles = '[]', standing = null
            where tenant = \(person.tenant) and person = \(person.person)
            """)
        count.add("launch", .replaced, launches)
        let notices = try tx.execute(
            """
            update notice set person = null, received = '[]'
            where tenant = \(person.tenant) and person = \(person.person)
            """)
        count.add("notice", .replaced, notices)
        return count
    }
}

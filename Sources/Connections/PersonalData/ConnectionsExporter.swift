package import Database
import JSON
import LTI
package import PersonalData
import Values

/// What the connections know of a person: launches, links used, open visits and scores sent home (GDPR-EXP-07).
package struct ConnectionsExporter: PersonalDataExporter {
    package let tables = [
        "launch", "launch_session", "link_visit", "notice", "roster_member", "score_delivery", "score_comment",
    ]
    package let category = "lti"

    private let unseal: Unseal

    /// - Parameter unseal: opens what is sealed with a person's key; nil once that is gone.
    package init(unseal: @escaping Unseal) { self.unseal = unseal }

    package typealias Unseal =
        @Sendable (_ box: [UInt8], _ field: String, PersonReference, Transaction) throws -> String?

    package func export(
        _ person: PersonReference, from tx: Transaction, to sink: (ExportedItem) throws -> Void
    ) throws {
        let files: [(String, [JSONNode])] = [
            ("launches", try launches(of: person, in: tx)), ("links", try visits(of: person, in: tx)),
            ("open-visits", try sessions(of: person, in: tx)), ("scores", try scores(of: person, in: tx)),
            ("rosters", try rosters(of: person, in: tx)), ("notices", try notices(about: person, in: tx)),
            ("score-comments", try comments(of: person, in: tx)),
        ]
        for (name, nodes) in files {
            let bytes = JSONNode.array(nodes).serialized
            try sink(ExportedItem(path: "lti/\(name).json", bytes: bytes, count: nodes.count))
        }
    }

    private func launches(of person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try LaunchRecords.ofPerson(person.person, of: person.tenant, in: tx).map { record in
            .compactObject([
                ("at", .string(record.at.rfc3339)), ("reference", .string(record.reference)),
                (
                    "platform",
                    try record.registration.flatMap { try Registrations.find($0, in: tx) }.map { .string($0.name) }
                ),
                ("role", record.standing.map { .string($0.rawValue) }),
                ("roles", .array(record.roles.map(JSONNode.string))), ("outcome", .string(record.outcome.rawValue)),
            ])
        }
    }

    private func visits(of person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select v.standing, v.first_at, v.last_at, l.title, l.context_title
            from link_visit v left join resource_link l on l.tenant = v.tenant and l.id = v.link
            where v.tenant = \(person.tenant) and v.person = \(person.person) order by v.first_at, v.link
            """
        ).map { row in
            .compactObject([
                ("link", try row.textIfAny(3).map(JSONNode.string)),
                ("course", try row.textIfAny(4).map(JSONNode.string)),
                ("role", .string(try row.text(0))), ("firstLaunchedAt", .string(try row.instant(1).rfc3339)),
                ("lastLaunchedAt", .string(try row.instant(2).rfc3339)),
            ])
        }
    }

    private func rosters(of person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select r.name, m.status, m.standing, m.changed_at, m.sealed_custom from roster_member m
            left join roster o on o.tenant = m.tenant and o.id = m.roster
            left join registration r on r.id = o.registration
            where m.tenant = \(person.tenant) and m.person = \(person.person) order by m.changed_at, m.roster
            """
        ).map { row in
            .compactObject([
                ("platform", try row.textIfAny(0).map(JSONNode.string)), ("status", .string(try row.text(1))),
                ("role", .string(try row.text(2))), ("since", .string(try row.instant(3).rfc3339)),
                ("custom", try row.bytesIfAny(4).flatMap { try custom($0, person, tx) }),
            ])
        }
    }

    private func custom(_ box: [UInt8], _ person: PersonReference, _ tx: Transaction) throws -> JSONNode? {
        try unseal(box, MemberCustom.field, person, tx).map { try MemberCustom(parsing: $0).node }
    }

    private func notices(about person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try ReceivedNotices(person.tenant).about(person.person, in: tx).map { notice in
            .compactObject([
                ("type", .string(notice.type)), ("happenedAt", .string(notice.happenedAt.rfc3339)),
                ("receivedAt", .string(notice.receivedAt.rfc3339)),
                ("course", notice.contextTitle.map(JSONNode.string)),
                ("claims", .array(notice.received.map { .string($0.name) })),
            ])
        }
    }

    private func sessions(of person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try tx.rows(
            """
            select created_at, seen_at, locale from launch_session
            where tenant = \(person.tenant) and (person = \(person.person) or subject = \(person.person))
            order by created_at, handle
            """
        ).map { row in
            .compactObject([
                ("openedAt", .string(try row.instant(0).rfc3339)), ("lastSeenAt", .string(try row.instant(1).rfc3339)),
                ("locale", try row.textIfAny(2).map(JSONNode.string)),
            ])
        }
    }

    private func comments(of person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try ScoreComments(person.tenant).ofPerson(person.person, in: tx).map { comment in
            .compactObject([
                ("enrolment", .string(comment.enrolment.description)),
                ("comment", try unseal(comment.sealed, ScoreComments.field, person, tx).map { .string($0) }),
            ])
        }
    }

    private func scores(of person: PersonReference, in tx: Transaction) throws -> [JSONNode] {
        try ScoreDeliveries(person.tenant).ofPerson(person.person, in: tx).map { score in
            .compactObject([
                ("enrolment", .string(score.enrolment.description)), ("timestamp", .string(score.stampedAt.rfc3339)),
                ("scaled", score.scaled.map { .number($0) }), ("activityProgress", .string(score.activityProgress)),
                ("gradingProgress", .string(score.gradingProgress)), ("state", .string(score.state.rawValue)),
            ])
        }
    }
}

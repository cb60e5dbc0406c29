package import Database
import JSON
import LTI
package import Values

/// Launch records as rows.
package enum LaunchRecords {
    package static func add(_ record: LaunchRecord, in tx: Transaction) throws {
        let checks = JSONNode.array(record.checks.map(\.node)).text
        let warnings = JSONNode.array(record.warnings.map(JSONNode.string)).text
        let roles = JSONNode.array(record.roles.prefix(50).map { .string(String($0.prefix(200))) }).text
        let received = JSONNode.array(
            record.received.map { .array([.string($0.name), .string($0.value)]) }
        ).text
        try tx.execute(
            """
            insert into launch (tenant, id, at, reference, registration, deployment_id, person, link, cohort, standing,
                roles, outcome, failure_class, status, checks, warnings, received)
            values (\(record.tenant), \(record.id), \(record.at), \(record.reference), \(record.registration),
                \(storable(record.deploymentID)), \(record.person), \(record.link), \(record.cohort),
                \(record.standing?.rawValue), \(roles), \(record.outcome.rawValue), \(record.failureClass?.rawValue),
                \(record.status), \(checks), \(warnings), \(storableText(received)))
            """)
    }

    /// The newest first.
    /// - Parameter outcome: nil for all.
    package static func latest(
        _ limit: Int, of tenant: TenantID, outcome: LaunchRecord.Outcome? = nil, before: Instant? = nil,
        in tx: Transaction
    ) throws -> [LaunchRecord] {
        // In words, since the index of those that didn't open is used only where its condition is seen.
        let narrowed =
            switch outcome {
            case nil: ""
            case .opened: "and outcome = 'opened'"
            case .notSetUp: "and outcome = 'not_set_up' and outcome <> 'opened'"
            case .refused: "and outcome = 'refused' and outcome <> 'opened'"
            }
        return try tx.rows(
            """
            \(raw: selection) where tenant = \(tenant) and at < \(before ?? Instant(microseconds: .max))
                \(raw: narrowed) order by at desc, id desc limit \(limit)
            """
        ).map(decode)
    }

    /// By the reference that a page showed; the newest where there are several.
    package static func find(reference: String, in tx: Transaction) throws -> LaunchRecord? {
        try tx.row("\(raw: selection) where reference = \(reference) order by at desc limit 1").map(decode)
    }

    /// The same among a tenant's own.
    package static func find(reference: String, of tenant: TenantID, in tx: Transaction) throws -> LaunchRecord? {
        try tx.row(
            """
            \(raw: selection) where reference = \(reference) and tenant = \(tenant) order by at desc limit 1
            """
        ).map(decode)
    }

    package static func find(_ id: UUID16, of tenant: TenantID, in tx: Transaction) throws -> LaunchRecord? {
        try tx.row("\(raw: selection) where tenant = \(tenant) and id = \(id)").map(decode)
    }

    static func ofPerson(_ person: UUID16, of tenant: TenantID, in tx: Transaction) throws -> [LaunchRecord] {
        try tx.rows("\(raw: selection) where tenant = \(tenant) and person = \(person) order by at, id").map(decode)
    }

    /// How many records are forgotten at once, so that nobody waits for long.
    private static let batch = 2_000

    /// Forgets launches of before a moment, the oldest first.
    /// - Returns: how many went; there may be more.
    @discardableResult
    package static func forget(before: Instant, of tenant: TenantID, in tx: Transaction) throws -> Int {
        try tx.execute(
            """
            delete from launch where tenant = \(tenant) and id in (
                select id from launch where tenant = \(tenant) and at < \(before) order by at limit \(batch))
            """)
    }

    private static let selection = """
        select tenant, id, at, reference, registration, deployment_id, person, link, cohort, standing, roles, outcome,
            failure_class, status, checks, warnings, received
        from launch
        """

    private static func decode(_ row: Row) throws -> LaunchRecord {
        var record = LaunchRecord(
            id: try row.id(1), tenant: TenantID(try row.int(0)), at: try row.instant(2), reference: try row.text(3),
            outcome: .init(rawValue: try row.text(11)) ?? .refused, status: Int(try row.int(13)),
            checks: try elements(row.text(14)).map(LaunchRecord.Check.init(parsing:)),
            warnings: try elements(row.text(15)).compactMap(\.string))
        record.received = try elements(row.text(16)).map {
            LaunchReceipt.Line(name: $0[0]?.string ?? "", value: $0[1]?.string ?? "")
        }
        record.registration = try row.idIfAny(4)
        record.deploymentID = try row.textIfAny(5)
        record.person = try row.idIfAny(6)
        record.link = try row.idIfAny(7)
        record.cohort = try row.idIfAny(8)
        record.standing = try row.textIfAny(9).flatMap(RoleSet.Standing.init)
        record.roles = try elements(row.text(10)).compactMap(\.string)
        record.failureClass = try row.textIfAny(12).flatMap(LaunchFailureClass.init)
        return record
    }

    /// Escaped JSON holds no U+0000 but as an escape, which PostgreSQL's text takes.
    private static func storableText(_ json: String) -> String { json.filter { $0 != "\0" } }

    private static func elements(_ text: String) throws -> [JSONValue] {
        Array(try JSONDocument(parsing: text).root.elements)
    }
}

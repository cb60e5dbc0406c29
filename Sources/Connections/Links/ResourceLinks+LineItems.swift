package import Database
import JSON
import LTI
package import Values

extension ResourceLinks {
    /// Claims the right to look for the link's line item and make it, for a minute: of two at once one gets it.
    package func claimLineItem(_ id: UUID16, in tx: Transaction, now: Instant) throws -> Bool {
        try tx.execute(
            """
            update resource_link set own_lineitem_until_at = \(now.adding(seconds: 60))
            where tenant = \(tenant) and id = \(id) and own_lineitem_url is null and own_lineitem_until_at <= \(now)
            """) == 1
    }

    /// Keeps what was found, made or changed; nil forgets one that is gone, so that it is looked for again.
    package func keep(_ item: OwnLineItem?, of id: UUID16, in tx: Transaction) throws {
        try tx.execute(
            """
            update resource_link set own_lineitem_url = \(item?.url), own_lineitem_until_at = 0,
                own_lineitem_origin = \(item?.origin.rawValue ?? ""), own_lineitem_maximum = \(item?.maximum),
                own_lineitem_asked = \(item?.asked?.node.text)
            where tenant = \(tenant) and id = \(id)
            """)
    }

    /// Gives up a claim.
    package func releaseLineItem(_ id: UUID16, in tx: Transaction) throws {
        try tx.execute("update resource_link set own_lineitem_until_at = 0 where tenant = \(tenant) and id = \(id)")
    }

    package func of(cohort: UUID16, in tx: Transaction) throws -> [ResourceLink] {
        try tx.rows(
            "\(raw: Self.selection) where tenant = \(tenant) and cohort = \(cohort) order by created_at, id"
        ).map(decode)
    }

    package func of(registration: UUID16, in tx: Transaction) throws -> [ResourceLink] {
        try tx.rows(
            "\(raw: Self.selection) where tenant = \(tenant) and registration = \(registration) order by created_at, id"
        ).map(decode)
    }
}

extension OwnLineItem {
    /// Reads a row of the links' selection; nil when there is none.
    init?(_ row: Row) throws {
        let url = try row.textIfAny(10)
        let origin = Origin(rawValue: try row.text(18))
        guard url != nil || origin == .removed else { return nil }
        let asked = try row.textIfAny(19).flatMap { try? JSONDocument(parsing: $0) }
        self.init(
            origin ?? .found, url: url, maximum: try row.doubleIfAny(20),
            asked: asked.flatMap { LineItemDefinition($0.root) })
    }
}

import CMI5
import ContentPackages
package import Database
import JSON
package import Values

extension PackageStore {
    package func item(_ id: UUID16, in tx: Transaction) throws -> PackageItem? {
        try tx.row(Self.selection + "where tenant = \(tenant) and id = \(id)").map(Self.decode)
    }

    /// All parts of a version, in the document's order.
    package func items(version: UUID16, in tx: Transaction) throws -> [PackageItem] {
        try tx.rows(Self.selection + "where tenant = \(tenant) and version = \(version) order by position")
            .map(Self.decode)
    }

    func insert(_ item: PackageItem, _ tx: Transaction) throws {
        try tx.execute(
            """
            insert into package_item (tenant, id, version, parent, position, kind, activity_id, activity_key,
                publisher_id, publisher_key, title, description, activity_type, url, file, move_on, mastery_score,
                launch_method, launch_parameters, entitlement_key)
            values (\(tenant), \(item.id), \(item.version), \(item.parent), \(item.position), \(item.kind.rawValue),
                \(item.activityID), \(identifierKey(item.activityID)), \(item.publisherID),
                \(identifierKey(item.publisherID)), \(item.title.languageMap.text),
                \(item.description.languageMap.text),
                \(item.activityType), \(item.url), \(item.file), \(item.moveOn.rawValue), \(item.masteryScore),
                \(item.opensOwnWindow ? "OwnWindow" : "AnyWindow"), \(item.launchParameters), \(item.entitlementKey))
            """)
    }

    private static let selection: SQL = """
        select id, version, parent, position, kind, activity_id, publisher_id, title, description, activity_type, url,
            file, move_on, mastery_score, launch_method, launch_parameters, entitlement_key
        from package_item\u{20}
        """

    private static func decode(_ row: Row) throws -> PackageItem {
        PackageItem(
            id: try row.id(0), version: try row.id(1), parent: try row.idIfAny(2), position: Int(try row.int(3)),
            kind: .init(rawValue: try row.text(4)) ?? .activity, activityID: try row.text(5),
            publisherID: try row.text(6), title: try LocalizedText(languageMap: row.text(7)),
            description: try LocalizedText(languageMap: row.text(8)), activityType: try row.textIfAny(9),
            url: try row.text(10), file: try row.textIfAny(11),
            moveOn: MoveOn(rawValue: try row.text(12)) ?? .notApplicable, masteryScore: try row.doubleIfAny(13),
            opensOwnWindow: try row.text(14) == "OwnWindow", launchParameters: try row.textIfAny(15),
            entitlementKey: try row.textIfAny(16))
    }
}

import CMI5
package import ContentPackages
package import Database
import JSON
package import Values

/// Packages, versions and items of one tenant, as rows.
package struct PackageStore: Sendable {
    package let tenant: TenantID

    package init(_ tenant: TenantID) { self.tenant = tenant }

    /// What is recorded of an upload.
    package struct NewVersion: Sendable {
        package var content: CheckedPackage.Content
        package var files: Int
        package var size: Int64
        package var warnings: [String]
        /// SHA-256 of the uploaded file.
        package var digest: [UInt8]
        package var label: String
        package var actorForm: PackageVersion.ActorForm
        /// The package of which this is a new version. Nil: a cmi5 course finds its own by its id, an xAPI package is
        /// a new one, since unrelated packages carry the same ids.
        package var package: UUID16?
        package var importedBy: String
        /// What our own activity ids begin with, such as `https://lectern.example/activities/`.
        package var activityBase: String

        package init(
            content: CheckedPackage.Content, files: Int, size: Int64, warnings: [String] = [], digest: [UInt8],
            label: String, actorForm: PackageVersion.ActorForm = .account, package: UUID16? = nil,
            importedBy: String, activityBase: String
        ) {
            self.content = content
            self.files = files
            self.size = size
            self.warnings = warnings
            self.digest = digest
            self.label = label
            self.actorForm = actorForm
            self.package = package
            self.importedBy = importedBy
            self.activityBase = activityBase
        }
    }

    /// The version that the very same file became earlier.
    package func find(digest: [UInt8], in tx: Transaction) throws -> ImportedPackage? {
        let row = try tx.row(
            """
            select id from package_version
            where tenant = \(tenant) and digest = \(digest) and removed_at is null order by imported_at limit 1
            """)
        return try row.map { try imported(version: $0.id(0), isNew: false, in: tx) }
    }

    /// Records a version whose files are in place.
    package func add(_ new: NewVersion, world: World, in tx: Transaction) throws -> ImportedPackage {
        let package = try existing(new, in: tx) ?? insertPackage(new, world, tx)
        let row = try tx.row(
            """
            select coalesce(max(number), 0) + 1 from package_version
            where tenant = \(tenant) and package = \(package.id)
            """)
        let version = PackageVersion(
            tenant: tenant, id: world.newID(), package: package.id, number: Int(try row?.int(0) ?? 1),
            label: new.label, actorForm: new.actorForm, files: new.files, size: new.size, importedAt: world.now())
        try insert(version, new, tx)
        var plan = ItemPlan(version: version.id, newID: world.newID) { publisherID in
            new.activityBase + "\(package.id)/" + Base64URL.encode(identifierKey(publisherID))
        }
        plan.add(new.content)
        for item in plan.items { try insert(item, tx) }
        return ImportedPackage(package: package, version: version, items: plan.items, isNew: true)
    }

    /// - Throws: `notFound`.
    package func imported(version id: UUID16, isNew: Bool = false, in tx: Transaction) throws -> ImportedPackage {
        guard let version = try version(id, in: tx), let package = try find(version.package, in: tx) else {
            throw ServiceError(.notFound, "There is no such package.")
        }
        return ImportedPackage(
            package: package, version: version, items: try items(version: id, in: tx), isNew: isNew)
    }

    package func find(_ id: UUID16, in tx: Transaction) throws -> StoredPackage? {
        try tx.row(Self.packages + "where tenant = \(tenant) and id = \(id)").map(decodePackage)
    }

    /// All packages by title, each with its newest version.
    package func list(in tx: Transaction) throws -> [(package: StoredPackage, newest: PackageVersion)] {
        try tx.rows(Self.packages + "where tenant = \(tenant) order by title, id").compactMap { row in
            let package = try decodePackage(row)
            let newest = try tx.row(
                Self.versions + """
                    where tenant = \(tenant) and package = \(package.id) and removed_at is null
                    order by number desc limit 1
                    """)
            return try newest.map { (package, try Self.decodeVersion($0)) }
        }
    }

    package func version(_ id: UUID16, in tx: Transaction) throws -> PackageVersion? {
        try tx.row(Self.versions + "where tenant = \(tenant) and id = \(id)").map(Self.decodeVersion)
    }

    /// The labels of all versions of all tenants whose files are to stay: those in use, and those that were removed
    /// after a moment.
    package static func labels(keepingRemovedAfter border: Instant, in tx: Transaction) throws -> Set<String> {
        Set(
            try tx.rows("select label from package_version where removed_at is null or removed_at > \(border)")
                .map { try $0.text(0) })
    }

    /// Takes a version out of use; statements and reports keep its titles, the files go later (CMI-SAFE-10).
    package func remove(version id: UUID16, now: Instant, in tx: Transaction) throws {
        try tx.execute(
            "update package_version set removed_at = \(now) where tenant = \(tenant) and id = \(id)")
    }

    private func existing(_ new: NewVersion, in tx: Transaction) throws -> StoredPackage? {
        if let id = new.package {
            guard let package = try find(id, in: tx), package.kind == new.content.kind else {
                throw ServiceError(.notFound, "There is no such package of this kind.")
            }
            return package
        }
        guard new.content.kind == .cmi5 else { return nil }
        return try tx.row(
            Self.packages + """
                where tenant = \(tenant) and kind = 'cmi5' and publisher_key = \(identifierKey(new.content.publisherID))
                """
        ).map(decodePackage)
    }

    private func insertPackage(_ new: NewVersion, _ world: World, _ tx: Transaction) throws -> StoredPackage {
        let package = StoredPackage(
            tenant: tenant, id: world.newID(), kind: new.content.kind, publisherID: new.content.publisherID,
            title: new.content.title, createdAt: world.now())
        try tx.execute(
            """
            insert into package (tenant, id, kind, publisher_id, publisher_key, title, created_at)
            values (\(tenant), \(package.id), \(package.kind.rawValue), \(package.publisherID),
                \(identifierKey(package.publisherID)), \(package.title), \(package.createdAt))
            """)
        return package
    }

    private func insert(_ version: PackageVersion, _ new: NewVersion, _ tx: Transaction) throws {
        let warnings = JSONNode.array(new.warnings.map { .string($0) }).text
        try tx.execute(
            """
            insert into package_version (tenant, id, package, number, label, digest, actor_form, files, size, warnings,
                imported_by, imported_at)
            values (\(tenant), \(version.id), \(version.package), \(version.number), \(version.label), \(new.digest),
                \(version.actorForm.rawValue), \(version.files), \(version.size), \(warnings), \(new.importedBy),
                \(version.importedAt))
            """)
    }
}

// MARK: rows

extension PackageStore {
    fileprivate static let packages: SQL = "select id, kind, publisher_id, title, created_at from package "
    fileprivate static let versions: SQL = """
        select tenant, id, package, number, label, actor_form, files, size, imported_at from package_version\u{20}
        """

    private func decodePackage(_ row: Row) throws -> StoredPackage {
        StoredPackage(
            tenant: tenant, id: try row.id(0), kind: PackageKind(rawValue: try row.text(1)) ?? .cmi5,
            publisherID: try row.text(2), title: try row.text(3), createdAt: try row.instant(4))
    }

    static func decodeVersion(_ row: Row) throws -> PackageVersion {
        PackageVersion(
            tenant: TenantID(try row.int(0)), id: try row.id(1), package: try row.id(2), number: Int(try row.int(3)),
            label: try row.text(4), actorForm: .init(rawValue: try row.text(5)) ?? .account,
            files: Int(try row.int(6)), size: try row.int(7), importedAt: try row.instant(8))
    }
}

extension CheckedPackage.Content {
    package var kind: PackageKind {
        switch self {
        case .cmi5: .cmi5
        case .tincan: .tincan
        }
    }

    /// The manifest's id of the course or root activity; for definitions alone that of the first activity.
    package var publisherID: String {
        switch self {
        case .cmi5(let course): course.id
        case .tincan(let course): (course.root ?? course.activities.first)?.id ?? ""
        }
    }

    package var title: String {
        switch self {
        case .cmi5(let course): course.title.text()
        case .tincan(let course): (course.root ?? course.activities.first)?.name.text() ?? ""
        }
    }
}

package import Access
package import Content
package import ContentPackages
import Database
import JSON
import LearningRecords
package import Values

/// What an import found, whether it was carried out or only tried.
package struct ImportReport: Sendable {
    /// Nil after a trial.
    package var imported: ImportedPackage?
    package var kind: PackageKind
    package var title: String
    /// What is odd, but not refused.
    package var warnings: [PackageFault]
    package var files: Int
    package var size: Int64
    /// The titles of everything that can be opened.
    package var launchable: [String]
}

/// Takes an uploaded package in: checked whole, unpacked to its folder, recorded with its items and their canonical
/// definitions; or refused with every fault, and nothing stays behind.
package struct ImportPackage: Sendable {
    package struct Options: Sendable {
        package var policy = UploadedPackage.Policy()
        /// How the learner is named to the package.
        package var actorForm = PackageVersion.ActorForm.account
        /// The package of which the file is a new version; see ``PackageStore/NewVersion``.
        package var package: UUID16?
        /// Only look: a preview with tree, warnings and size (CMI-STR-12).
        package var isTrial = false

        package init() {}
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter path: of a file on this machine.
    /// - Throws: `unprocessable` with a fault for each thing that is wrong; `unavailable` when the disk is full.
    package func run(
        file path: String, tenant: TenantID, by actor: AuditActor, options: Options = Options()
    ) async throws -> ImportReport {
        let upload = UploadedPackage(path: path)
        let (package, digest) = try await offPool { (try check(upload, options), try upload.digest()) }
        var report = Self.report(package)
        guard !options.isTrial else { return report }
        if options.package == nil, let known = try await find(digest, tenant) {
            report.imported = known
            return report
        }
        let label = "p" + Hexadecimal.encode(services.world.randomBytes(10))
        try await offPool { try store(package, label) }
        do {
            report.imported = try await record(package, digest, label, tenant, actor, options)
        } catch {
            try? services.packageFiles.remove(label: label)
            throw error
        }
        return report
    }

    private func check(_ upload: UploadedPackage, _ options: Options) throws -> CheckedPackage {
        do { return try upload.check(options.policy) } catch let refusal as PackageRefusal {
            throw Self.refused(refusal)
        } catch let failure as FileFailure {
            throw ServiceError(.unprocessable, "The file can't be read.", cause: "\(failure)")
        }
    }

    private func store(_ package: CheckedPackage, _ label: String) throws {
        do { try services.packageFiles.store(package, label: label) } catch let refusal as PackageRefusal {
            throw Self.refused(refusal)
        }
    }

    private static func refused(_ refusal: PackageRefusal) -> ServiceError {
        let faults = refusal.faults.filter { $0.severity == .refused }
        return ServiceError(
            .unprocessable, "The package is refused.",
            faults: faults.map { .init($0.place, "\($0.message) (\($0.rule))") })
    }

    private func find(_ digest: [UInt8], _ tenant: TenantID) async throws -> ImportedPackage? {
        try await services.database.read { try PackageStore(tenant).find(digest: digest, in: $0) }
    }

    private func record(
        _ package: CheckedPackage, _ digest: [UInt8], _ label: String, _ tenant: TenantID, _ actor: AuditActor,
        _ options: Options
    ) async throws -> ImportedPackage {
        let new = PackageStore.NewVersion(
            content: package.content, files: package.files.count, size: package.size,
            warnings: package.warnings.map(\.description), digest: digest, label: label, actorForm: options.actorForm,
            package: options.package, importedBy: actor.kind + (actor.id.isEmpty ? "" : " " + actor.id),
            activityBase: services.settings.publicURL + "/activities/")
        let world = services.world
        return try await services.database.write { tx in
            let imported = try PackageStore(tenant).add(new, world: world, in: tx)
            try CanonicalDefinitions(tenant).write(imported, package.content, in: tx, now: world.now())
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "package.import", objectKind: "package",
                objectID: "\(imported.version.id)", count: imported.items.count)
            try AuditLog.append(event, in: tx, at: world.now())
            return imported
        }
    }

    private static func report(_ package: CheckedPackage) -> ImportReport {
        let launchable =
            switch package.content {
            case .cmi5(let course): course.assignableUnits.map { $0.title.text() }
            case .tincan(let course): [course.root].compactMap { $0?.name.text() }
            }
        return ImportReport(
            imported: nil, kind: package.content.kind, title: package.content.title, warnings: package.warnings,
            files: package.files.count, size: package.size, launchable: launchable)
    }
}

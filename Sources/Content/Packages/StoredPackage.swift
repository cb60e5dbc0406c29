package import CMI5
package import ContentPackages
package import Values

/// What a package was made for.
package enum PackageKind: String, Sendable, CaseIterable {
    case cmi5, tincan
}

/// A package over all of its versions.
package struct StoredPackage: Sendable, Hashable {
    package let tenant: TenantID
    package let id: UUID16
    package var kind: PackageKind
    /// The manifest's id of the course or root activity.
    package var publisherID: String
    package var title: String
    package var createdAt: Instant
}

/// One upload of a package. It never changes; lessons stay on the version that they were made with.
package struct PackageVersion: Sendable, Hashable {
    /// How the learner is named to the package (packages.md §5, 8).
    package enum ActorForm: String, Sendable, CaseIterable {
        case account
        /// An opaque address, for packages that can't read accounts.
        case mbox
    }

    package let tenant: TenantID
    package let id: UUID16
    package var package: UUID16
    /// Counted from 1.
    package var number: Int
    /// The host name under the content host, and the folder's name.
    package var label: String
    package var actorForm: ActorForm
    package var files: Int
    package var size: Int64
    package var importedAt: Instant
}

/// A part of a version: the course, a block, or something that can be opened.
package struct PackageItem: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case course, block
        /// An assignable unit of cmi5.
        case unit
        /// The root activity of an xAPI package.
        case activity
    }

    package let id: UUID16
    package var version: UUID16
    package var parent: UUID16?
    /// In the document's order over the whole version.
    package var position: Int
    package var kind: Kind
    /// What statements name.
    package var activityID: String
    package var publisherID: String
    package var title: LocalizedText
    package var description: LocalizedText
    package var activityType: String?
    /// As the manifest has it; empty for what can't be opened.
    package var url: String
    /// The file that `url` names; nil for content on another host.
    package var file: String?
    package var moveOn: MoveOn
    package var masteryScore: Double?
    package var opensOwnWindow: Bool
    package var launchParameters: String?
    package var entitlementKey: String?

    package var isLaunchable: Bool { (kind == .unit || kind == .activity) && !url.isEmpty }
}

/// A version with all of its parts, in the document's order: what courses are made from.
package struct ImportedPackage: Sendable {
    package var package: StoredPackage
    package var version: PackageVersion
    package var items: [PackageItem]
    /// False when the very same file had been imported before and nothing was stored.
    package var isNew: Bool

    package var launchable: [PackageItem] { items.filter(\.isLaunchable) }

    /// The parts directly below another; nil for the top.
    package func children(of parent: UUID16?) -> [PackageItem] { items.filter { $0.parent == parent } }
}

package import Values

/// A course at a platform: where its links, its roster and its groups are.
package struct ContextPlace: Sendable, Hashable {
    package let registration: UUID16
    package let deployment: UUID16
    let key: [UInt8]

    init(registration: UUID16, deployment: UUID16, key: [UInt8]) {
        self.registration = registration
        self.deployment = deployment
        self.key = key
    }

    /// The course that a link is in.
    package init(of link: ResourceLink) {
        self.init(
            registration: link.registration, deployment: link.deployment, key: shortHash(link.contextID ?? ""))
    }
}

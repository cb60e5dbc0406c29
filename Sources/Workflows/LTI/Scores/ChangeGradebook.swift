package import Access
import Connections
import Database
package import Values

/// What staff decide about platforms' gradebooks: line items that we made and that go again.
package struct ChangeGradebook: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Removes the line item that we made for a link; the platform is told by the outbox.
    /// - Throws: `notFound` for another tenant's link, `conflict` for a line item that isn't ours to remove.
    package func removeLineItem(of link: UUID16, platform: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        let now = services.world.now()
        try await services.database.write { tx in
            guard let found = try ResourceLinks(principal.tenant).find(link, in: tx), found.registration == platform
            else { throw ServiceError(.notFound, "There is no such link.") }
            guard try LineItemQueue(principal.tenant).remove(found, in: tx, now: now) else {
                throw ServiceError(.conflict, "The column of this link is the platform's own.")
            }
            let event = AuditEvent(
                tenant: principal.tenant, actor: .staff(principal.user), verb: "line-item.remove",
                objectKind: "platform", objectID: platform.description)
            try AuditLog.append(event, in: tx, at: now)
        }
    }

    /// Lets a column be looked for and made again, after it was removed.
    package func restoreLineItem(of link: UUID16, platform: UUID16, by principal: StaffPrincipal) async throws {
        try principal.require(.managePlatforms)
        try await services.database.write { tx in
            let links = ResourceLinks(principal.tenant)
            guard let found = try links.find(link, in: tx), found.registration == platform else {
                throw ServiceError(.notFound, "There is no such link.")
            }
            guard found.ownLineItem?.origin == .removed else { return }
            try links.keep(nil, of: link, in: tx)
        }
    }
}

import Connections
import Database
import LTI
import Values

/// Finds where a launched link leads, in this order: where it was led before, its binding key, the link that it was copied
/// from. A link that leads nowhere is left to the instructor (COH-ENR-10).
struct LinkDestination {
    let tenant: TenantID
    let world: World

    /// The link of a launch as it is stored, led to its target when one can be found.
    func link(
        of launch: ValidatedLaunch, _ claim: ResourceLinkClaim, registration: UUID16, deployment: UUID16,
        in tx: Transaction
    ) throws -> ResourceLink {
        let links = ResourceLinks(tenant)
        let link = try links.note(
            launch, link: claim, registration: registration, deployment: deployment, world: world, in: tx)
        guard link.target == nil, let (target, author) = try target(of: launch, link, tx) else { return link }
        _ = try links.bind(link.id, to: target, by: author, in: tx, now: world.now())
        return try links.find(link.id, in: tx) ?? link
    }

    private func target(
        of launch: ValidatedLaunch, _ link: ResourceLink, _ tx: Transaction
    ) throws -> (LinkTarget, author: String)? {
        if let key = launch.custom[LinkBindings.parameter] {
            let bindings = LinkBindings(tenant)
            let target = try bindings.target(
                of: key, registration: link.registration, deployment: link.deployment, in: tx)
            if let target {
                try bindings.notePlaced(key, in: tx, now: world.now())
                return (target, "binding")
            }
        }
        return try ancestor(in: launch.custom[LinkBindings.historyParameter], of: link, tx).map { ($0, "copy") }
    }

    /// The target of the nearest link in a history: ids with commas between them, the newest first.
    private func ancestor(in history: String?, of link: ResourceLink, _ tx: Transaction) throws -> LinkTarget? {
        for id in (history ?? "").split(separator: ",").prefix(20) {
            let trimmed = id.split(whereSeparator: \.isWhitespace).joined()
            let found = try ResourceLinks(tenant).find(
                linkID: trimmed, registration: link.registration, deployment: link.deployment, in: tx)
            if let target = found?.target { return target }
        }
        return nil
    }
}

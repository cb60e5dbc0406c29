import Connections
import Database
import LTI
import Values

/// Finds where a launched link leads, in this order: where it was led before, its binding key, the link that it was copied
/// from. A link that leads nowhere is left to the instructor (COH-ENR-10); so is a link of a copied course, since last
/// year's cohort is seldom this year's (LTI-PNS-07).
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
        guard link.target == nil, !link.isHeld, let (lead, author) = try lead(of: launch, link, tx) else { return link }
        if let decided = try replacement(of: lead.target, link, in: tx) {
            _ = try links.bind(link.id, to: decided, by: "copy", in: tx, now: world.now())
            return try links.find(link.id, in: tx) ?? link
        }
        guard let place = link.place, let chosenFor = lead.contextID, chosenFor != place.contextID else {
            _ = try links.bind(link.id, to: lead.target, by: author, in: tx, now: world.now())
            return try links.find(link.id, in: tx) ?? link
        }
        try links.withhold(link.id, from: lead, in: tx)
        var target = lead.target
        if let decided = try links.decision(from: target.cohort, at: place, in: tx) {
            target.cohort = decided
            _ = try links.bind(link.id, to: target, by: "copy", in: tx, now: world.now())
        }
        return try links.find(link.id, in: tx) ?? link
    }

    /// Where the link leads when the copied course was set up anew with a cohort of its own.
    private func replacement(of target: LinkTarget, _ link: ResourceLink, in tx: Transaction) throws -> LinkTarget? {
        var target = target
        let made = try link.contextID.flatMap {
            try CopyOffers(tenant).replacement(for: target.cohort, deployment: link.deployment, context: $0, in: tx)
        }
        guard let made else { return nil }
        target.cohort = made
        return target
    }

    private func lead(
        of launch: ValidatedLaunch, _ link: ResourceLink, _ tx: Transaction
    ) throws -> (LinkLead, author: String)? {
        if let key = launch.custom[LinkBindings.parameter] {
            let bindings = LinkBindings(tenant)
            let lead = try bindings.lead(
                of: key, registration: link.registration, deployment: link.deployment, in: tx)
            if let lead {
                try bindings.notePlaced(key, in: tx, now: world.now())
                return (lead, "binding")
            }
        }
        return try ancestor(in: launch.custom[LinkBindings.historyParameter], of: link, tx).map { ($0, "copy") }
    }

    /// Where the nearest link in a history leads: ids with commas between them, the newest first.
    private func ancestor(in history: String?, of link: ResourceLink, _ tx: Transaction) throws -> LinkLead? {
        for id in (history ?? "").split(separator: ",").prefix(20) {
            let trimmed = id.split(whereSeparator: \.isWhitespace).joined()
            let found = try ResourceLinks(tenant).find(
                linkID: trimmed, registration: link.registration, deployment: link.deployment, in: tx)
            if let target = found?.target {
                return LinkLead(target: target, contextID: found?.contextID, isProven: false)
            }
        }
        return nil
    }
}

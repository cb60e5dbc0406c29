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
        guard let place = link.place, try isCopied(lead, at: place, tx) else {
            _ = try links.bind(link.id, to: lead.target, by: author, in: tx, now: world.now())
            return try links.find(link.id, in: tx) ?? link
        }
        try links.withhold(link.id, from: lead, in: tx)
        try offer(lead, at: place, title: launch.context?.title ?? launch.context?.label, tx)
        var target = lead.target
        if let decided = try decision(from: target.cohort, at: place, tx) {
            target.cohort = decided
            _ = try links.bind(link.id, to: target, by: "copy", in: tx, now: world.now())
        }
        return try links.find(link.id, in: tx) ?? link
    }

    /// Whether the link stands in another course than the one for which its target was chosen, or in one that we know to be
    /// a copy of a course that leads there.
    private func isCopied(_ lead: LinkLead, at place: LinkPlace, _ tx: Transaction) throws -> Bool {
        if let chosenFor = lead.contextID { return chosenFor != place.contextID }
        return try CopyOffers(tenant).offer(of: lead.target.cohort, at: place, in: tx) != nil
    }

    /// Makes the offer to set the cohort up anew; a history alone makes none here, since a teacher can write it.
    private func offer(_ lead: LinkLead, at place: LinkPlace, title: String?, _ tx: Transaction) throws {
        guard lead.isProven, let registration = try Registrations.find(place.registration, in: tx) else { return }
        _ = try OfferCopies(tenant: tenant, policy: registration.copyPolicy, world: world).offer(
            [lead.target.cohort], to: place, title: title, source: .launch, in: tx)
    }

    /// What staff decided of the cohort for the copied course; nil while nobody did.
    private func decision(from cohort: UUID16, at place: LinkPlace, _ tx: Transaction) throws -> UUID16? {
        let offer = try CopyOffers(tenant).offer(of: cohort, at: place, in: tx)
        switch offer?.state {
        case .accepted: return offer?.made
        case .declined: return cohort
        case .open, nil: return try ResourceLinks(tenant).decision(from: cohort, at: place, in: tx)
        }
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

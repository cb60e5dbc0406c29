import Access
import Cohorts
import Connections
import Database
import Values

/// Offers the cohorts of a copied course for the new course, or sets them up at once where the platform's setting says so
/// (LTI-PNS-07, LTI-PNS-09).
struct OfferCopies {
    let tenant: TenantID
    let policy: Registration.CopyPolicy
    let world: World

    /// - Returns: what came of it, for staff.
    func run(
        of origins: [String], to place: LinkPlace, title: String?, source: CopyOffer.Source, in tx: Transaction
    ) throws -> String {
        guard policy != .off else { return "offers are switched off for this platform" }
        let others = origins.filter { $0 != place.contextID }
        let cohorts = try CopyOffers(tenant).cohorts(
            of: others, registration: place.registration, deployment: place.deployment, in: tx)
        guard !cohorts.isEmpty else { return "no group belongs to the course that was copied" }
        return try offer(cohorts, to: place, title: title, source: source, in: tx)
    }

    /// The same of cohorts that are known.
    func offer(
        _ cohorts: [UUID16], to place: LinkPlace, title: String?, source: CopyOffer.Source, in tx: Transaction
    ) throws -> String {
        guard policy != .off else { return "offers are switched off for this platform" }
        var offers: [CopyOffer] = []
        for cohort in cohorts {
            guard try CohortStore(tenant).find(cohort, in: tx) != nil else { continue }
            let offer = try CopyOffers(tenant).make(
                of: cohort, at: place, title: title, source: source, world: world, in: tx)
            if let offer { offers.append(offer) }
        }
        guard policy == .auto else { return "\(offers.count) offered" }
        let made = try offers.filter { try accept($0, tx) }
        return "\(made.count) set up, \(offers.count - made.count) offered"
    }

    /// False where staff have to decide after all, such as for a course without cohorts.
    private func accept(_ offer: CopyOffer, _ tx: Transaction) throws -> Bool {
        do {
            _ = try SetUpCopy(world: world).run(
                offer, answer: nil, by: .platform(offer.place.registration), in: tx)
            return true
        } catch let error as ServiceError where [.conflict, .unprocessable].contains(error.code) {
            return false
        }
    }
}

/// Makes the cohort of an offer and leads the new course's links to it.
struct SetUpCopy {
    let world: World

    /// - Parameter answer: name and first day; nil takes the old name and dates.
    /// - Throws: `conflict` when the offer is settled or the name is taken, `unprocessable` with all faults.
    func run(
        _ offer: CopyOffer, answer: AnswerCopyOffer.SetUp?, by actor: AuditActor, in tx: Transaction
    ) throws -> Cohort {
        let old = try CohortStore(offer.tenant).existing(offer.cohort, in: tx)
        let windows = try ModuleWindowStore(offer.tenant).windows(cohort: old.id, in: tx)
        let copy = CohortCopy(
            of: old, windows: windows.values.sorted { $0.module.description < $1.module.description },
            name: answer?.name ?? Self.name(for: offer, of: old), firstDay: answer?.firstDay)
        let made = try copy.make(
            course: old.course, tenant: offer.tenant, by: actor.kind, world: world, in: tx)
        let now = world.now()
        guard try CopyOffers(offer.tenant).decide(offer.id, made: made.id, by: actor.kind, in: tx, now: now) else {
            throw ServiceError(.conflict, "The offer was answered by somebody else meanwhile.")
        }
        try ResourceLinks(offer.tenant).move(
            from: old.id, to: made.id, at: offer.place, by: "copy", in: tx, now: now)
        try ResourceLinks(offer.tenant).release(
            from: old.id, to: made.id, at: offer.place, by: "copy", in: tx, now: now)
        try ResourceLinks(offer.tenant).release(
            from: old.id, to: made.id, at: offer.place, by: "copy", in: tx, now: now)
        let event = AuditEvent(
            tenant: offer.tenant, actor: actor, verb: "cohort.copy", objectKind: "cohort",
            objectID: made.id.description, purpose: offer.source.rawValue)
        try AuditLog.append(event, in: tx, at: now)
        return made
    }

    /// The old name with the new course's.
    static func name(for offer: CopyOffer, of old: Cohort) -> String {
        String((old.name + " · " + (offer.contextTitle ?? offer.place.contextID ?? "")).prefix(255))
    }
}

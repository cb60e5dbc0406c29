package import Access
import Database
import Exports
package import PersonalData
package import Privacy
package import Values

/// Erases a person: dry run, approvals of two people, cool-off, the erasure itself with its certificate, and the
/// cleaning of the disk.
package struct ErasePerson: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Opens a request and puts it before its approvers with the counts of a dry run. Whoever calls it stands at the
    /// machine or has checked the right `answerDataRequests`.
    package func request(
        _ choice: PersonChoice, ground: ErasureGround, tenant: TenantID, by actor: AuditActor
    ) async throws -> DataRequest {
        let person = try await FindPerson(services).run(choice, tenant: tenant)
        let request = try await AnswerDataRequest(services).receive(
            .erasure, person: person.id, ground: ground, tenant: tenant, by: actor)
        return try await present(request.id, tenant: tenant, by: actor)
    }

    /// Makes the dry run of a request anew; earlier approvals don't count any more.
    package func present(_ id: UUID16, tenant: TenantID, by actor: AuditActor) async throws -> DataRequest {
        let counts = try await dryRun(id, tenant: tenant)
        return try await services.database.write { [services] tx in
            let request = try Erasures(tenant, policy: services.erasurePolicy).present(
                counts, id, by: actor.name, now: services.world.now(), in: tx)
            try services.audit("person.erase-dry-run", request, actor, in: tx)
            return request
        }
    }

    /// What an erasure would touch: it is carried out and taken back, so the counts are those of the later one.
    package func dryRun(_ id: UUID16, tenant: TenantID) async throws -> ErasureCount {
        do {
            try await services.database.write { [services] tx in
                let reference = try reference(id, tenant, tx)
                throw TakenBack(
                    counts: try services.personalData.erase(reference, in: tx, at: services.world.now()))
            }
        } catch let outcome as TakenBack { return outcome.counts }
        throw ServiceError(.internalError, "A dry run wasn't taken back.")
    }

    /// One approval. The last one needed starts the cool-off.
    /// - Throws: `forbidden` without the right, `conflict` for a second approval of the same user.
    package func approve(_ id: UUID16, by principal: StaffPrincipal) async throws -> DataRequest {
        try principal.require(.approveErasure)
        return try await services.database.write { [services] tx in
            let request = try Erasures(principal.tenant, policy: services.erasurePolicy).approve(
                id, by: principal.user.description, now: services.world.now(), in: tx)
            try services.audit("person.erase-approve", request, .staff(principal.user), in: tx)
            return request
        }
    }

    /// The step that can't be taken back: all registered erasers, the person's key among them, the certificate, the
    /// closed request and the audit line, in one transaction.
    /// - Parameters:
    ///   - confirmation: the request's number, typed.
    ///   - isCleaned: whether the disk is to be cleaned afterwards, by ``CleanMedia``.
    /// - Throws: `conflict` with every obstacle.
    /// - Returns: the request with its signed certificate.
    package func execute(
        _ id: UUID16, confirmation: String, isCleaned: Bool = true, tenant: TenantID, by actor: AuditActor
    ) async throws -> DataRequest {
        try await services.database.write { [services] tx in
            let now = services.world.now()
            let erasures = Erasures(tenant, policy: services.erasurePolicy)
            let person = try reference(id, tenant, tx)
            let facts = try erasures.execute(
                id, person: person, confirmation: confirmation, registry: services.personalData, now: now, in: tx)
            let certificate = try facts.certificate(signedBy: services.keyring)
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "person.erase", objectKind: "data-request",
                objectID: facts.request.number, count: facts.counts.lines.reduce(0) { $0 + $1.rows },
                purpose: facts.request.ground?.rawValue ?? "")
            try AuditLog.append(event, in: tx, at: now)
            if isCleaned { try CleanMedia.enqueue(after: facts.request, tenant, in: tx, now: now) }
            return try erasures.close(
                id, certificate: String(decoding: certificate.bytes, as: UTF8.self), by: actor.name, now: now, in: tx)
        }
    }

    /// The erasure's second stage: rewrites what is on disk, since freed pages still hold remnants of deleted rows,
    /// and removes the data of attachments that no statement carries any more.
    /// - Throws: `unavailable` when a long read is in the way.
    package func cleanMedia() async throws {
        try await SweepAttachments(services).run()
        try await services.database.scrub()
    }

    private func reference(_ id: UUID16, _ tenant: TenantID, _ tx: Transaction) throws -> PersonReference {
        guard let person = try DataRequests(tenant).existing(id, in: tx).person else {
            throw ServiceError(.conflict, "The person of this request is erased already.")
        }
        let people = People(vault: services.vault, world: services.world)
        let found = try PersonChoice.id(person).find(people, of: tenant, in: tx)
        return try people.reference(to: found, publicURL: services.settings.publicURL, in: tx)
    }
}

/// Carries a dry run's counts out of the transaction that it rolls back.
private struct TakenBack: Error { var counts: ErasureCount }

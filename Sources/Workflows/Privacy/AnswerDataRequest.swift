package import Access
import ContentPackages
import Database
package import Exports
import Foundation
package import Privacy
package import Texts
package import Values

/// Takes requests of data subjects, moves them on, and makes the package that answers a request for access.
package struct AnswerDataRequest: Sendable {
    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// Takes a request in on a person's behalf. Whoever calls it stands at the machine or has checked the right
    /// `answerDataRequests`; the same holds below.
    /// - Throws: `conflict` naming the open request of the same kind.
    package func receive(
        _ kind: DataRequestKind, person: UUID16, ground: ErasureGround? = nil, tenant: TenantID, by actor: AuditActor
    ) async throws -> DataRequest {
        try await services.database.write { [services] tx in
            let request = try DataRequests(tenant).receive(
                kind, person: person, ground: ground, by: actor.name, world: services.world, in: tx)
            try services.audit("data-request.receive", request, actor, in: tx)
            return request
        }
    }

    /// Moves a request on; a refusal needs its reason.
    package func move(
        _ id: UUID16, to state: DataRequestState, reason: String? = nil, tenant: TenantID, by actor: AuditActor
    ) async throws -> DataRequest {
        try await services.database.write { [services] tx in
            let request = try DataRequests(tenant).move(
                id, to: state, by: actor.name, reason: reason, now: services.world.now(), in: tx)
            try services.audit("data-request." + state.rawValue, request, actor, in: tx)
            return request
        }
    }

    /// Grants one or two months more, inside the first month.
    package func extend(
        _ id: UUID16, months: Int, reason: String, tenant: TenantID, by actor: AuditActor
    ) async throws -> DataRequest {
        try await services.database.write { [services] tx in
            let request = try DataRequests(tenant).extend(
                id, months: months, reason: reason, by: actor.name, now: services.world.now(), in: tx)
            try services.audit("data-request.extend", request, actor, in: tx)
            return request
        }
    }

    /// All requests, newest first: numbers, kinds and states, which name nobody.
    package func list(tenant: TenantID) async throws -> [DataRequest] {
        try await services.database.read { try DataRequests(tenant).list(in: $0) }
    }

    /// A request with its steps and approvers; the reading is recorded.
    package func read(
        _ id: UUID16, tenant: TenantID, by actor: AuditActor
    ) async throws -> (request: DataRequest, history: [DataRequestEvent], approvers: [String]) {
        try await services.database.write { [services] tx in
            let requests = DataRequests(tenant)
            let request = try requests.existing(id, in: tx)
            try services.audit("data-request.read", request, actor, in: tx)
            return (
                request, try requests.history(id, in: tx),
                try Erasures(tenant, policy: services.erasurePolicy).approvers(id, in: tx)
            )
        }
    }

    /// Makes the person's data package as a zip, from one snapshot.
    /// - Parameters:
    ///   - number: of the request that it answers; nil opens a request for access and closes it with the package.
    ///   - path: of the zip; an older one is replaced.
    /// - Returns: the request's number, and the files in the package.
    package func package(
        of choice: PersonChoice, answering number: String? = nil, to path: String, language: Language = .en,
        tenant: TenantID, by actor: AuditActor
    ) async throws -> (number: String, files: [ExportedFile]) {
        let person = try await FindPerson(services).run(choice, tenant: tenant)
        let opened =
            try await number == nil
            ? receive(.access, person: person.id, tenant: tenant, by: actor) : nil
        let number = number ?? opened?.number ?? ""
        let files = try await write(person.id, number, path, language, tenant)
        try await services.database.append { [services] tx in
            let event = AuditEvent(
                tenant: tenant, actor: actor, verb: "person.export", objectKind: "data-request", objectID: number,
                person: person.id, count: files.reduce(0) { $0 + $1.rows }, purpose: number)
            try AuditLog.append(event, in: tx, at: services.world.now())
        }
        if let opened { try await close(opened.id, tenant, actor) }
        return (number, files)
    }

    private func write(
        _ id: UUID16, _ number: String, _ path: String, _ language: Language, _ tenant: TenantID
    ) async throws -> [ExportedFile] {
        let package = PrivacyPackage(
            registry: services.personalData, keyring: services.keyring, wording: Wording(language),
            madeAt: services.world.now(), request: number)
        return try await services.database.read { [services] tx in
            let people = People(vault: services.vault, world: services.world)
            let person = try PersonChoice.id(id).find(people, of: tenant, in: tx)
            let reference = try people.reference(to: person, publicURL: services.settings.publicURL, in: tx)
            let file = try ExportFile(path: path)
            let zip = try ZipWriter(modifiedAt: package.madeAt) { try file.write($0) }
            let files = try package.write(reference, from: tx, into: zip)
            try zip.finish()
            _ = try file.finish(rows: files.count)
            return files
        }
    }

    private func close(_ id: UUID16, _ tenant: TenantID, _ actor: AuditActor) async throws {
        try await services.database.write { [services] tx in
            let requests = DataRequests(tenant)
            for state in [DataRequestState.collecting, .review, .approved, .done] {
                try requests.move(id, to: state, by: actor.name, now: services.world.now(), in: tx)
            }
        }
    }
}

extension AuditActor {
    /// As requests and certificates name who acted: a staff user's id, or the kind of actor.
    var name: String { id.isEmpty ? kind : id }
}

extension Services {
    /// What erasures need here.
    package var erasurePolicy: ErasurePolicy { ErasurePolicy(coolOff: settings.erasureCoolOff) }

    func audit(_ verb: String, _ request: DataRequest, _ actor: AuditActor, in tx: Transaction) throws {
        let event = AuditEvent(
            tenant: request.tenant, actor: actor, verb: verb, objectKind: "data-request", objectID: request.number,
            person: request.person, purpose: request.kind.rawValue)
        try AuditLog.append(event, in: tx, at: world.now())
    }
}

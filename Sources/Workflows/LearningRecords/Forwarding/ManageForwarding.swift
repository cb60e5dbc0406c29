package import Access
import Cryptography
import Database
import JSON
package import LearningRecords
import OutboundHTTP
package import Outbox
package import Values

/// Adds, shows, changes, switches and removes the systems that statements are forwarded to.
package struct ManageForwarding: Sendable {
    /// A target as staff see it.
    package struct Standing: Sendable {
        package let target: ForwardingTarget
        package let settings: ForwardingSettings
        /// The message that brings it up to date, while there is one: to be found among the deliveries.
        package let delivery: OutboxEntry?
    }

    private let services: Services

    package init(_ services: Services) { self.services = services }

    /// - Parameter fromStart: also what is stored already; else what comes from now on.
    /// - Throws: `forbidden`; `unprocessable` with every fault.
    /// - Returns: the target's id, and for a webhook the secret that its receiver checks signatures with.
    package func add(
        _ settings: ForwardingSettings, fromStart: Bool, by principal: StaffPrincipal
    ) async throws -> (id: UUID16, secret: Secret<String>) {
        try principal.require(.manageCredentials)
        var settings = settings
        try await check(settings)
        if settings.kind == .webhook, settings.secret.reveal().isEmpty {
            settings.secret = Secret(WebhookSignature.newSecret(services.world))
        }
        let (tenant, chosen) = (principal.tenant, settings)
        let id = services.world.newID()
        let start = fromStart ? Instant(microseconds: 0) : try await bound.current(tenant)
        try await services.database.write { [services] tx in
            let now = services.world.now()
            try ForwardingStore(tenant).add(
                id, chosen.name, chosen.kind, settings: try chosen.sealed(services.vault, for: id),
                after: StatementPosition(stored: start, row: .max), in: tx, now: now)
            try audit("forwarding.add", id, principal, in: tx, now)
        }
        return (id, settings.secret)
    }

    package func list(for principal: StaffPrincipal) async throws -> [Standing] {
        try principal.require(.manageCredentials)
        return try await services.database.read { [services] tx in
            try ForwardingStore(principal.tenant).list(in: tx).map { try standing($0, principal.tenant, services, tx) }
        }
    }

    /// - Throws: `notFound`.
    package func find(
        _ id: UUID16, for principal: StaffPrincipal
    ) async throws -> (standing: Standing, refusals: [ForwardingRefusal]) {
        try principal.require(.manageCredentials)
        return try await services.database.read { [services] tx in
            let store = ForwardingStore(principal.tenant)
            let target = try Self.existing(id, store, tx)
            return (
                try standing(target, principal.tenant, services, tx), try store.refusals(of: id, in: tx)
            )
        }
    }

    /// Changes everything but the kind; an empty secret leaves the one that is there. What waits is tried at once.
    /// - Throws: `notFound`; `unprocessable` with every fault.
    package func change(_ id: UUID16, _ settings: ForwardingSettings, by principal: StaffPrincipal) async throws {
        let known = try await find(id, for: principal).standing
        var settings = settings
        settings.kind = known.target.kind
        if settings.secret.reveal().isEmpty { settings.secret = known.settings.secret }
        try await check(settings)
        let chosen = settings
        try await change(id, "forwarding.change", principal) { [services] store, tx in
            try store.change(id, chosen.name, settings: try chosen.sealed(services.vault, for: id), in: tx)
            try hasten(id, principal.tenant, tx)
        }
    }

    /// Sends again what was stored from a moment on, and what was refused among it. A record store knows what it has.
    /// - Throws: `notFound`.
    package func replay(_ id: UUID16, from moment: Instant, by principal: StaffPrincipal) async throws {
        try await change(id, "forwarding.replay", principal) { store, tx in
            try store.rewind(id, to: moment, in: tx)
            try hasten(id, principal.tenant, tx)
        }
    }

    /// Makes the message due that waits for its next try, or was given up.
    private func hasten(_ id: UUID16, _ tenant: TenantID, _ tx: Transaction) throws {
        let now = services.world.now()
        guard
            let waiting = try OutboxQueue.unfinished(ForwardStatements.topic, id.bytes, tenant: tenant, in: tx)
        else { return }
        if try OutboxQueue.replay(waiting.id, tenant: tenant, in: tx, now: now) { return }
        _ = try OutboxQueue.hasten(waiting.id, tenant: tenant, in: tx, now: now)
    }

    package func setActive(_ isActive: Bool, _ id: UUID16, by principal: StaffPrincipal) async throws {
        try await change(id, isActive ? "forwarding.resume" : "forwarding.pause", principal) { store, tx in
            try store.setActive(isActive, id, in: tx)
        }
    }

    package func remove(_ id: UUID16, by principal: StaffPrincipal) async throws {
        try await change(id, "forwarding.remove", principal) { store, tx in try store.remove(id, in: tx) }
    }

    private var bound: ConsistencyBound { ConsistencyBound(services) }

    private func change(
        _ id: UUID16, _ verb: String, _ principal: StaffPrincipal,
        _ body: @escaping @Sendable (ForwardingStore, Transaction) throws -> Void
    ) async throws {
        try principal.require(.manageCredentials)
        try await services.database.write { [services] tx in
            let store = ForwardingStore(principal.tenant)
            _ = try Self.existing(id, store, tx)
            try body(store, tx)
            try audit(verb, id, principal, in: tx, services.world.now())
        }
    }

    private static func existing(
        _ id: UUID16, _ store: ForwardingStore, _ tx: Transaction
    ) throws -> ForwardingTarget {
        guard let found = try store.find(id, in: tx) else {
            throw ServiceError(.notFound, "There is no such target.")
        }
        return found
    }

    private func standing(
        _ target: ForwardingTarget, _ tenant: TenantID, _ services: Services, _ tx: Transaction
    ) throws -> Standing {
        Standing(
            target: target, settings: try ForwardingSettings(target, services.vault),
            delivery: try OutboxQueue.unfinished(ForwardStatements.topic, target.id.bytes, tenant: tenant, in: tx))
    }

    private func check(_ settings: ForwardingSettings) async throws {
        var faults: [ServiceError.Fault] = []
        if settings.name.allSatisfy(\.isWhitespace) { faults.append(.init("name", "is missing")) }
        do { try await services.outbound.check(settings.url) } catch let error as OutboundError {
            if !error.isTransient { faults.append(.init("url", "can't be called: \(error.code.rawValue)")) }
        }
        if !["1.0.3", "2.0.0"].contains(settings.version) { faults.append(.init("version", "is 1.0.3 or 2.0.0")) }
        if settings.kind == .webhook, !settings.secret.reveal().isEmpty,
            WebhookSignature(secret: settings.secret) == nil
        {
            faults.append(.init("secret", "is whsec_ and base64"))
        }
        guard faults.isEmpty else { throw ServiceError(.unprocessable, "The target can't be kept.", faults: faults) }
    }

    private func audit(
        _ verb: String, _ id: UUID16, _ principal: StaffPrincipal, in tx: Transaction, _ now: Instant
    ) throws {
        let event = AuditEvent(
            tenant: principal.tenant, actor: .staff(principal.user), verb: verb, objectKind: "forwarding",
            objectID: id.description)
        try AuditLog.append(event, in: tx, at: now)
    }
}

import Cryptography
package import JOSE
package import OutboundHTTP
package import Values

/// The platforms' key sets, each cached for its registration alone.
///
/// A set is kept as long as its `max-age` says, between a minute and a day, an hour by default. When it can't be read
/// again it serves on until it is a day old. An unknown `kid` makes one extra fetch in thirty seconds, and there is never
/// more than one fetch of a registration at a time, so that forged tokens can't turn us against a platform.
package actor PlatformKeys {
    private struct Entry {
        var keys = JSONWebKeySet()
        var url: String
        var fetchedAt: Instant?
        var expiresAt = Instant(microseconds: .min)
        var refetchedAt: Instant?
        var failedAt: Instant?
        var flight: Task<(JSONWebKeySet, Int64), any Error>?
    }

    /// Seconds between two fetches for unknown keys.
    static let refetchInterval: Int64 = 30
    /// Seconds after a failure during which nothing is tried again.
    static let failurePause: Int64 = 5
    static let longestLife: Int64 = 86_400

    private let outbound: OutboundClient
    private let world: World
    private var entries: [UUID16: Entry] = [:]

    package init(outbound: OutboundClient, world: World) {
        self.outbound = outbound
        self.world = world
    }

    /// The keys to check a token with.
    /// - Parameter keyID: the token's `kid`; when the cached set doesn't have it, the set may be read anew first.
    /// - Throws: ``OutboundError`` or ``JOSEError`` when there is no set and none can be read.
    package func keys(for registration: Registration, keyID: String?) async throws -> JSONWebKeySet {
        if let pem = registration.publicKey { return try Self.set(of: pem, keyID: keyID) }
        if entries[registration.id]?.url != registration.jwksURL {
            entries[registration.id] = Entry(url: registration.jwksURL)
        }
        let entry = entries[registration.id] ?? Entry(url: registration.jwksURL)
        let now = world.now()
        guard let fetchedAt = entry.fetchedAt, now < entry.expiresAt else {
            return try await refreshed(registration.id, entry, now)
        }
        guard let keyID, entry.keys.keys(withID: keyID).isEmpty, fetchedAt <= now else { return entry.keys }
        if entry.flight == nil {
            if let last = entry.refetchedAt, now < last.adding(seconds: Self.refetchInterval) { return entry.keys }
            entries[registration.id]?.refetchedAt = now
        }
        return (try? await fetch(registration.id)) ?? entry.keys
    }

    /// A key that was given in PEM has no name of its own: it goes by the one that the token gives, which is still
    /// demanded (LTI-JWKSP-11).
    private static func set(of pem: String, keyID: String?) throws -> JSONWebKeySet {
        guard let key = try? PublicKey(pem: pem) else {
            throw OutboundError(.connectionFailed, "the public key can't be read")
        }
        return JSONWebKeySet(keys: [JSONWebKey(publicKey: key, alg: .RS256, kid: keyID)])
    }

    /// Forgets a registration's keys, such as after its settings changed.
    package func forget(_ registration: UUID16) { entries[registration] = nil }

    private func refreshed(_ id: UUID16, _ entry: Entry, _ now: Instant) async throws -> JSONWebKeySet {
        let serves = entry.fetchedAt.map { now < $0.adding(seconds: Self.longestLife) } ?? false
        let pauses = entry.failedAt.map { now < $0.adding(seconds: Self.failurePause) } ?? false
        if pauses && entry.flight == nil {
            guard serves else { throw OutboundError(.connectionFailed, "the keys couldn't be read a moment ago") }
            return entry.keys
        }
        do {
            return try await fetch(id)
        } catch {
            guard serves else { throw error }
            return entry.keys
        }
    }

    /// Joins the fetch under way, or begins one.
    private func fetch(_ id: UUID16) async throws -> JSONWebKeySet {
        guard let entry = entries[id] else { throw OutboundError(.connectionFailed, "the registration is gone") }
        if let flight = entry.flight { return try await flight.value.0 }
        let flight = Task { [outbound] in try await Self.read(entry.url, by: outbound) }
        entries[id]?.flight = flight
        let result = await flight.result
        let now = world.now()
        // The registration may have moved to other keys meanwhile; those of the old place aren't its own any more.
        guard entries[id]?.url == entry.url else { return try result.get().0 }
        entries[id]?.flight = nil
        switch result {
        case .success(let (keys, life)):
            entries[id]?.keys = keys
            entries[id]?.fetchedAt = now
            entries[id]?.expiresAt = now.adding(seconds: life)
            entries[id]?.failedAt = nil
            return keys
        case .failure(let error):
            entries[id]?.failedAt = now
            throw error
        }
    }

    private static func read(_ url: String, by outbound: OutboundClient) async throws -> (JSONWebKeySet, Int64) {
        let response = try await outbound.send(OutboundRequest(.get, url, headers: [("Accept", "application/json")]))
        guard response.isSuccess, response.body.count <= 262_144 else {
            throw OutboundError(.connectionFailed, "the key set answered with \(response.status)")
        }
        return (try JSONWebKeySet(parsing: response.body), life(of: response))
    }

    /// Seconds of `Cache-Control: max-age`, within the caps.
    static func life(of response: OutboundResponse) -> Int64 {
        let directives = response.values(of: "Cache-Control").flatMap { $0.lowercased().split(separator: ",") }
        for directive in directives {
            let parts = directive.filter { $0 != " " }.split(separator: "=")
            if parts.count == 2, parts[0] == "max-age", let seconds = Int64(parts[1]) {
                return min(max(seconds, 60), longestLife)
            }
        }
        return 3_600
    }
}

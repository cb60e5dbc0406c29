import Cryptography
import JOSE
import JSON
package import Values

/// The life of one signing key, as `keys.json` keeps it.
package struct KeyEntry: Sendable, Equatable {
    /// RFC 7638 thumbprint, never used for another key.
    package let kid: String
    package let createdAt: Instant
    /// From here on it signs; it is published earlier, so that caches know it by then.
    package var signsFrom: Instant
    /// When its public half leaves the published set; nil while it is the newest.
    package var leavesAt: Instant?
    package var revokedAt: Instant?
    /// Since when its private half is known to be gone: it signs no more, and what it signed is still accepted.
    package var lostAt: Instant?
    /// The public half as JSON, so that what it signed can be checked after it has left.
    var publicJWK: String
}

/// Which key signs and which are published at a moment: a value, without files.
struct KeyIndex: Sendable, Equatable {
    /// How long caches may hold the published set (the `max-age` of `/.well-known/jwks.json`): 1 hour.
    static let cacheAge: Int64 = 3_600
    /// How long an old public key stays after its last signature: 30 days.
    static let overlap: Int64 = 30 * 86_400

    var entries: [KeyEntry] = []

    /// The key that signs: the newest whose time has come, or else the next one.
    func current(at now: Instant) -> KeyEntry? {
        let usable = published(at: now).filter { $0.lostAt == nil }
        return usable.filter { $0.signsFrom <= now }.max { $0.signsFrom < $1.signsFrom }
            ?? usable.min { $0.signsFrom < $1.signsFrom }
    }

    /// Keys that others may still meet, oldest first.
    func published(at now: Instant) -> [KeyEntry] {
        entries.filter { entry in entry.revokedAt == nil && entry.leavesAt.map { now < $0 } ?? true }
    }

    /// Adds a key that begins to sign once caches have run out, and sets the end of those before it. The first key, and
    /// one that follows nothing but revoked and lost ones, signs at once.
    mutating func add(kid: String, publicJWK: String, at now: Instant) {
        let follows = current(at: now) != nil
        let start = follows ? now.adding(seconds: Self.cacheAge) : now
        let end = start.adding(seconds: Self.overlap)
        for i in entries.indices where entries[i].leavesAt == nil { entries[i].leavesAt = end }
        entries.append(KeyEntry(kid: kid, createdAt: now, signsFrom: start, publicJWK: publicJWK))
    }

    /// Whether a new key is due: the newest is so many seconds old, or the last one is about to leave.
    func isDue(after age: Int64, at now: Instant) -> Bool {
        guard let newest = entries.last(where: { $0.revokedAt == nil && $0.leavesAt == nil }) else { return true }
        return newest.createdAt.adding(seconds: age) <= now
    }

    /// Takes a key out. The one before a revoked successor stays: it would sign and be published no more.
    /// - Returns: false when there is no such key, or it is revoked already.
    mutating func revoke(_ kid: String, at now: Instant) -> Bool {
        guard let i = entries.firstIndex(where: { $0.kid == kid && $0.revokedAt == nil }) else { return false }
        entries[i].revokedAt = now
        let left = published(at: now)
        if let newest = left.last, left.allSatisfy({ $0.leavesAt != nil }),
            let place = entries.firstIndex(of: newest)
        {
            entries[place].leavesAt = nil
        }
        return true
    }

    /// The private half of a key is gone.
    mutating func lose(_ kid: String, at now: Instant) {
        for i in entries.indices where entries[i].kid == kid { entries[i].lostAt = now }
    }

    /// Takes in keys of an earlier time. Those that are known here stay as they are, except that a revocation stays one.
    /// - Parameter hasPrivateHalf: whether a key can sign here.
    mutating func remember(_ old: [KeyEntry], at now: Instant, hasPrivateHalf: (_ kid: String) -> Bool) {
        for var entry in old {
            if let i = entries.firstIndex(where: { $0.kid == entry.kid }) {
                entries[i].revokedAt = entries[i].revokedAt ?? entry.revokedAt
                continue
            }
            if !hasPrivateHalf(entry.kid) {
                entry.lostAt = entry.lostAt ?? now
                entry.leavesAt = entry.leavesAt ?? now.adding(seconds: Self.overlap)
            }
            entries.append(entry)
        }
        entries.sort { ($0.createdAt, $0.kid) < ($1.createdAt, $1.kid) }
    }

    /// Keys that will never sign again, so that their private halves can go.
    func spent(at now: Instant) -> [KeyEntry] {
        entries.filter { $0.revokedAt != nil || ($0.leavesAt.map { $0 <= now } ?? false) }
    }
}

extension KeyIndex {
    init(parsing bytes: [UInt8]) throws {
        let root = try JSONDocument(parsing: bytes).root
        guard root["version"]?.integer == 1, let keys = root["keys"], keys.kind == .array else {
            throw ServiceError(.unavailable, "keys.json isn't an index of keys of this release")
        }
        entries = try keys.elements.map(KeyEntry.init(reading:))
    }

    var serialized: [UInt8] {
        let node: JSONNode = ["version": 1, "keys": .array(entries.map(\.node))]
        return node.serialized + [10]
    }
}

extension KeyEntry {
    fileprivate init(reading value: JSONValue) throws {
        guard let kid = value["kid"]?.string, let created = Self.instant("createdAt", value),
            let starts = Self.instant("signsFrom", value), let jwk = value["publicKey"]
        else { throw ServiceError(.unavailable, "keys.json has an incomplete entry") }
        self.init(
            kid: kid, createdAt: created, signsFrom: starts, leavesAt: Self.instant("leavesAt", value),
            revokedAt: Self.instant("revokedAt", value), lostAt: Self.instant("lostAt", value), publicJWK: jwk.rawText)
    }

    private static func instant(_ name: String, _ value: JSONValue) -> Instant? {
        value[name]?.string.flatMap { Instant(rfc3339: $0) }
    }

    fileprivate var node: JSONNode {
        .compactObject([
            ("kid", .string(kid)), ("createdAt", .string(createdAt.rfc3339)), ("signsFrom", .string(signsFrom.rfc3339)),
            ("leavesAt", leavesAt.map { .string($0.rfc3339) }), ("revokedAt", revokedAt.map { .string($0.rfc3339) }),
            ("lostAt", lostAt.map { .string($0.rfc3339) }), ("publicKey", .raw(Array(publicJWK.utf8))),
        ])
    }
}

public import JSON

/// A JWK Set (RFC 7517 §5).
public struct JSONWebKeySet: Sendable {
    /// The keys that can check signatures, in the set's order.
    public var keys: [JSONWebKey]
    /// Why the others were left out, as RFC 7517 §5 wants it.
    public let ignored: [JOSEError]

    public init(keys: [JSONWebKey] = []) {
        self.keys = keys
        ignored = []
    }

    /// Reads at most 256 KiB and 100 keys. A key that we can't use is left out; a set without usable keys isn't an
    /// error.
    public init(parsing bytes: [UInt8]) throws(JOSEError) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: bytes, limits: Self.limits) } catch {
            throw JOSEError(.invalidKeySet, error.message)
        }
        guard let listed = document.root["keys"], listed.kind == .array, listed.count <= 100 else {
            throw JOSEError(.invalidKeySet, "no array keys of at most 100")
        }
        var keys: [JSONWebKey] = []
        var ignored: [JOSEError] = []
        for element in listed.elements {
            do { keys.append(try JSONWebKey(element)) } catch { ignored.append(error) }
        }
        self.keys = keys
        self.ignored = ignored
    }

    /// Normally one; more where a platform reuses a name for keys of different types (RFC 7517 §4.5).
    public func keys(withID kid: String) -> [JSONWebKey] { keys.filter { $0.kid == kid } }

    public var node: JSONNode { ["keys": .array(keys.map(\.node))] }

    private static let limits = JSONLimits(bytes: 262_144, depth: 16, members: 1_000, values: 20_000)
}

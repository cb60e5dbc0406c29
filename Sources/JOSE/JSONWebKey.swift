public import Cryptography
public import JSON
import Values

/// A public key as JSON (RFC 7517). A private part is neither read nor ever written.
public struct JSONWebKey: Sendable {
    /// `RSA` or `EC` (RFC 7518 §6.1).
    public let kty: String
    /// Names the key within its set (RFC 7517 §4.5).
    public let kid: String?
    /// The algorithm that the key is meant for, as written (RFC 7517 §4.4); nil allows all that fit its type.
    public let alg: String?
    /// `sig` or `enc` (RFC 7517 §4.2); nil allows both.
    public let use: String?
    /// From `key_ops` (RFC 7517 §4.3): false where the member is there and doesn't say `verify`.
    public let mayVerify: Bool
    public let publicKey: PublicKey

    /// Reads one key. Unknown members are ignored (RFC 7517 §4).
    public init(_ value: JSONValue) throws(JOSEError) {
        guard value.kind == .object else { throw JOSEError(.invalidKey, "a key is an object") }
        guard let kty = value["kty"]?.string else { throw JOSEError(.invalidKey, "no kty") }
        self.kty = kty
        kid = try Self.optionalText("kid", in: value)
        alg = try Self.optionalText("alg", in: value)
        use = try Self.optionalText("use", in: value)
        mayVerify = value["key_ops"].map { $0.elements.contains { $0.string == "verify" } } ?? true
        switch kty {
        case "RSA": publicKey = try Self.rsaKey(value)
        case "EC": publicKey = try Self.ellipticKey(value)
        default: throw JOSEError(.unsupportedKey, "kty is \(kty.prefix(20))")
        }
    }

    /// A key of ours, for signatures; without `kid` it is named by its thumbprint.
    public init(publicKey: PublicKey, alg: SignatureAlgorithm, kid: String? = nil) {
        self.publicKey = publicKey
        self.alg = alg.rawValue
        self.kid = kid ?? publicKey.thumbprint
        use = "sig"
        mayVerify = true
        switch publicKey.components {
        case .rsa: kty = "RSA"
        case .ellipticCurve: kty = "EC"
        }
    }

    /// The SHA-256 thumbprint (RFC 7638), in base64url.
    public var thumbprint: String { publicKey.thumbprint }

    /// To be published: type, use, algorithm, name and the public numbers.
    public var node: JSONNode {
        let head: [(String, JSONNode?)] = [
            ("kty", .string(kty)), ("use", use.map(JSONNode.string)), ("alg", alg.map(JSONNode.string)),
            ("kid", kid.map(JSONNode.string)),
        ]
        return .compactObject(head + publicKey.numbers.map { ($0.0, JSONNode.string($0.1)) })
    }

    private static func rsaKey(_ value: JSONValue) throws(JOSEError) -> PublicKey {
        let modulus = try number("n", in: value)
        let exponent = try number("e", in: value)
        return try checked { try PublicKey(rsaModulus: modulus, exponent: exponent) }
    }

    private static func ellipticKey(_ value: JSONValue) throws(JOSEError) -> PublicKey {
        guard let name = value["crv"]?.string else { throw JOSEError(.invalidKey, "no crv") }
        guard let curve = EllipticCurve(rawValue: name) else {
            throw JOSEError(.unsupportedKey, "crv is \(name.prefix(20))")
        }
        let x = try number("x", in: value)
        let y = try number("y", in: value)
        guard x.count == curve.coordinateLength, y.count == curve.coordinateLength else {
            throw JOSEError(.invalidKey, "a coordinate has the wrong length")
        }
        return try checked { try PublicKey(ecCurve: curve, point: [4] + x + y) }
    }

    private static func checked(_ make: () throws -> PublicKey) throws(JOSEError) -> PublicKey {
        do { return try make() } catch {
            let isWeak = (error as? CryptographyError)?.code == .weakKey
            throw JOSEError(isWeak ? .weakKey : .invalidKey, "\(error)")
        }
    }

    private static func optionalText(_ name: String, in value: JSONValue) throws(JOSEError) -> String? {
        guard let member = value[name], !member.isNull else { return nil }
        guard let text = member.string else { throw JOSEError(.invalidKey, "\(name) isn't a string") }
        return text
    }

    private static func number(_ name: String, in value: JSONValue) throws(JOSEError) -> [UInt8] {
        guard let text = value[name]?.string, let bytes = Base64URL.decode(text), !bytes.isEmpty else {
            throw JOSEError(.invalidKey, "\(name) is missing or isn't base64url")
        }
        return bytes
    }
}

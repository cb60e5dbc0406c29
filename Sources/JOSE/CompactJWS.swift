public import Cryptography
public import JSON
import Values

/// A signed text in the compact form (RFC 7515 §7.1), taken apart but not yet believed.
public struct CompactJWS: Sendable {
    /// The protected header; nothing in it is trusted, keys and addresses in it are never followed.
    public struct Header: Sendable {
        /// As written; whether it may be used is the verifier's decision.
        public let alg: String
        public let kid: String?
        public let typ: String?
        /// All of it.
        public let document: JSONDocument
    }

    public let header: Header
    public let payload: [UInt8]
    public let signature: [UInt8]
    /// The bytes that the signature covers: both first parts with their dot (RFC 7515 §5.2).
    public let signingInput: [UInt8]

    /// Takes the text apart. Strict: exactly three parts of base64url without padding, no member twice, no `crit`.
    /// - Parameter limit: Bytes of the whole text.
    public init(parsing text: some StringProtocol, limit: Int = 65_536) throws(JOSEError) {
        try self.init(parsing: Array(String(text).utf8), limit: limit)
    }

    /// As ``init(parsing:limit:)``, of the text's bytes.
    public init(parsing bytes: [UInt8], limit: Int = 65_536) throws(JOSEError) {
        guard bytes.count <= limit else { throw JOSEError(.tooLarge, "over \(limit) bytes") }
        guard let first = bytes.firstIndex(of: Self.dot), let last = bytes.lastIndex(of: Self.dot), first != last,
            !bytes[(first + 1)..<last].contains(Self.dot)
        else { throw JOSEError(.notCompact, "not three parts") }
        guard let head = Base64URL.decode(bytes[..<first]), let payload = Base64URL.decode(bytes[(first + 1)..<last]),
            let signature = Base64URL.decode(bytes[(last + 1)...])
        else { throw JOSEError(.notCompact, "a part isn't base64url") }
        header = try Header(head)
        self.payload = payload
        self.signature = signature
        signingInput = Array(bytes[..<last])
    }

    private static let dot = UInt8(ascii: ".")

    /// The signature alone: whether it is `key`'s by `algorithm`, which must be the header's own.
    public func isSigned(by key: PublicKey, algorithm: SignatureAlgorithm) -> Bool {
        header.alg == algorithm.rawValue && key.verify(signature, of: signingInput, algorithm: algorithm)
    }
}

extension CompactJWS.Header {
    init(_ bytes: [UInt8]) throws(JOSEError) {
        do { document = try JSONDocument(parsing: bytes, limits: Self.limits) } catch {
            throw JOSEError(.invalidHeader, error.message)
        }
        let root = document.root
        guard root.kind == .object else { throw JOSEError(.invalidHeader, "the header isn't an object") }
        guard root["crit"] == nil else { throw JOSEError(.criticalExtension, "crit is present") }
        if let encoded = root["b64"], encoded.bool != true { throw JOSEError(.unencodedPayload, "b64 isn't true") }
        guard let alg = try Self.optionalText("alg", in: root) else { throw JOSEError(.missingAlgorithm, "no alg") }
        self.alg = alg
        kid = try Self.optionalText("kid", in: root)
        typ = try Self.optionalText("typ", in: root)
    }

    private static func optionalText(_ name: String, in root: JSONValue) throws(JOSEError) -> String? {
        guard let member = root[name] else { return nil }
        guard let text = member.string else { throw JOSEError(.invalidHeader, "\(name) isn't a string") }
        return text
    }

    private static let limits = JSONLimits(bytes: 16_384, depth: 8, members: 100, values: 500)
}

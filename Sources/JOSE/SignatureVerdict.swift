import Cryptography

/// One reason why a signature isn't accepted.
public enum SignatureFault: Sendable, Hashable, CustomStringConvertible {
    /// The header has no `kid`.
    case missingKeyID
    /// The key set has no key of that name; a reason to fetch it again.
    case unknownKeyID(String)
    /// `none`, HMAC, unknown, or not allowed for this sender.
    case algorithmNotAllowed(String)
    /// The key is for encryption, or its `key_ops` don't have `verify` (RFC 7517 §4.2 and 4.3).
    case keyNotForSignatures
    /// The key's own `alg` is another than the header's (RFC 7517 §4.4).
    case keyForOtherAlgorithm(String)
    /// An RSA algorithm with an elliptic key, or the reverse, or another curve.
    case keyOfOtherType(String)
    /// The bytes were changed, or another key signed them.
    case wrongSignature

    /// For staff.
    public var description: String {
        switch self {
        case .missingKeyID: "the header has no kid"
        case .unknownKeyID(let kid): "the key set has no key \(kid.prefix(100))"
        case .algorithmNotAllowed(let alg): "the algorithm \(alg.prefix(20)) isn't allowed"
        case .keyNotForSignatures: "the key isn't for signatures"
        case .keyForOtherAlgorithm(let alg): "the key is for \(alg.prefix(20))"
        case .keyOfOtherType(let kty): "the key is of type \(kty)"
        case .wrongSignature: "the signature is wrong"
        }
    }
}

/// Whether a text was signed by one of a sender's keys, with every reason why not.
public struct SignatureVerdict: Sendable {
    /// The key that signed; nil when the text isn't accepted.
    public let key: JSONWebKey?
    /// Empty when the text is accepted.
    public let faults: [SignatureFault]

    public var isAccepted: Bool { key != nil }

    init(_ key: JSONWebKey) {
        self.key = key
        faults = []
    }

    init(_ faults: [SignatureFault]) {
        key = nil
        self.faults = faults
    }
}

extension JSONWebKeySet {
    /// Judges a text by this set: the header's `kid` chooses the key, and algorithm, use and type must agree
    /// (RFC 7515 §5.2, LTI Security §6.3).
    public func judge(_ text: CompactJWS, allowing allowed: AllowedAlgorithms = .standard) -> SignatureVerdict {
        var faults: [SignatureFault] = []
        let algorithm = SignatureAlgorithm(rawValue: text.header.alg).flatMap { allowed.contains($0) ? $0 : nil }
        if algorithm == nil { faults.append(.algorithmNotAllowed(text.header.alg)) }
        guard let kid = text.header.kid, !kid.isEmpty else { return SignatureVerdict(faults + [.missingKeyID]) }
        let named = keys(withID: kid)
        guard !named.isEmpty else { return SignatureVerdict(faults + [.unknownKeyID(kid)]) }
        guard let algorithm else { return SignatureVerdict(faults) }
        for key in named {
            let found = key.faults(checking: text, by: algorithm)
            if found.isEmpty { return SignatureVerdict(key) }
            faults += found.filter { !faults.contains($0) }
        }
        return SignatureVerdict(faults)
    }
}

extension JSONWebKey {
    /// Everything that keeps this key from vouching for the text.
    func faults(checking text: CompactJWS, by algorithm: SignatureAlgorithm) -> [SignatureFault] {
        var faults: [SignatureFault] = []
        if !mayVerify || use ?? "sig" != "sig" { faults.append(.keyNotForSignatures) }
        if let alg, alg != algorithm.rawValue { faults.append(.keyForOtherAlgorithm(alg)) }
        if !publicKey.fits(algorithm) { faults.append(.keyOfOtherType(kty)) }
        guard faults.isEmpty else { return faults }
        return text.isSigned(by: publicKey, algorithm: algorithm) ? [] : [.wrongSignature]
    }
}

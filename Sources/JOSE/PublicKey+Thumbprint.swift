public import Cryptography
import JSON
import Values

extension PublicKey {
    /// The SHA-256 thumbprint of the key as JSON (RFC 7638 §3), in base64url; what our own keys are named by.
    public var thumbprint: String {
        let members = (numbers + [("kty", kty)]).sorted { $0.0 < $1.0 }
        return Base64URL.encode(Digest.sha256(JSONNode.object(members.map { ($0.0, .string($0.1)) }).serialized))
    }

    private var kty: String {
        switch components {
        case .rsa: "RSA"
        case .ellipticCurve: "EC"
        }
    }

    /// The members that hold the key itself (RFC 7518 §6.2.1 and 6.3.1).
    var numbers: [(String, String)] {
        switch components {
        case .rsa(let modulus, let exponent):
            [("n", Base64URL.encode(modulus)), ("e", Base64URL.encode(exponent))]
        case .ellipticCurve(let curve, let x, let y):
            [("crv", curve.rawValue), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y))]
        }
    }
}

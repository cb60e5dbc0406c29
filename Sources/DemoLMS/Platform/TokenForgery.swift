import Cryptography
import JOSE
import JSON
import Values

/// Signs a launch message as a good LMS does, or wrongly in one chosen way.
struct TokenForgery {
    var publicKey: PublicKey

    func sign(
        _ claims: [(String, JSONNode)], with key: PrivateKey, tampering: LaunchTampering
    ) throws -> String {
        let algorithm: String
        switch tampering.signature {
        case .none: algorithm = "none"
        case .symmetric: algorithm = "HS256"
        default: algorithm = SignatureAlgorithm.RS256.rawValue
        }
        var header: [(String, JSONNode)] = [("alg", .string(algorithm)), ("typ", "JWT")]
        switch tampering.keyID {
        case .own: header.append(("kid", .string(key.publicKey.thumbprint)))
        case .missing: break
        case .other(let id): header.append(("kid", .string(id)))
        }
        header += tampering.header.map { ($0.name, $0.value) }
        let protected = Base64URL.encode(JSONNode.object(header).serialized)
        let input = protected + "." + Base64URL.encode(JSONNode.object(claims).serialized)
        switch tampering.signature {
        case .good:
            return input + "." + Base64URL.encode(try key.sign(Array(input.utf8), algorithm: .RS256))
        case .foreignKey:
            let foreign = try PrivateKey.generateRSA(bits: 2_048)
            return input + "." + Base64URL.encode(try foreign.sign(Array(input.utf8), algorithm: .RS256))
        case .payloadChangedAfterwards:
            let signature = Base64URL.encode(try key.sign(Array(input.utf8), algorithm: .RS256))
            let changed = JSONNode.object(claims.filter { $0.0 != "sub" } + [("sub", "somebody-else")])
            return protected + "." + Base64URL.encode(changed.serialized) + "." + signature
        case .none:
            return input + "."
        case .symmetric:
            let secret = Array(try publicKey.pem().utf8)
            return input + "." + Base64URL.encode(MessageAuthentication(key: secret).code(for: Array(input.utf8)))
        }
    }
}

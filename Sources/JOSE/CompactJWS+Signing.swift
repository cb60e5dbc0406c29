public import Cryptography
public import JSON
import Values

extension CompactJWS {
    /// Signs `payload` and gives the compact form.
    /// - Parameters:
    ///   - type: the header's `typ` (RFC 7515 §4.1.9); `JWT` for tokens.
    ///   - extra: further members of the header.
    public static func sign(
        payload: [UInt8], key: PrivateKey, algorithm: SignatureAlgorithm, keyID: String, type: String? = "JWT",
        extra: [(String, JSONNode)] = []
    ) throws -> String {
        let head = JSONNode.compactObject(
            [("alg", .string(algorithm.rawValue)), ("kid", .string(keyID)), ("typ", type.map(JSONNode.string))]
                + extra.map { ($0.0, $0.1) })
        let input = Base64URL.encode(head.serialized) + "." + Base64URL.encode(payload)
        return input + "." + Base64URL.encode(try key.sign(input.utf8, algorithm: algorithm))
    }
}

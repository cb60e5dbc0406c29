import AsyncHTTPClient
import Cryptography
import JOSE
import JSON
import NIOCore
import NIOHTTP1

extension RegisteredTool {
    /// The tool's public keys, read from its key set (Security Framework §6.3); nil when they can't be.
    func keys() async -> JSONWebKeySet? {
        let request = HTTPClientRequest(url: jwksURL)
        guard let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(5)),
            answer.status.code == 200,
            let body = try? await answer.body.collect(upTo: 262_144)
        else { return nil }
        return try? JSONWebKeySet(parsing: Array(buffer: body))
    }

    /// The claims of a message that the tool signed; nil when the signature or the key id isn't as it has to be.
    func claims(of message: String) async -> JSONValue? {
        guard let token = try? CompactJWS(parsing: message), token.header.alg == "RS256",
            let keyID = token.header.kid, let key = await keys()?.keys(withID: keyID).first,
            token.isSigned(by: key.publicKey, algorithm: .RS256)
        else { return nil }
        return try? JSONDocument(parsing: token.payload).root
    }
}

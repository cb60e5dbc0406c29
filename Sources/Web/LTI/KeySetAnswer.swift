import Access
import HTTPTypes
import Hummingbird
import JOSE
import JSON
import NIOCore

/// `/.well-known/jwks.json`, and the sets of single platforms: the public halves of our signing keys (Security Framework 1.0 §6.3).
enum KeySetAnswer {
    static func response(_ keys: JSONWebKeySet) -> Response {
        let body = ByteBuffer(bytes: keys.node.serialized)
        let headers: HTTPFields = [
            .contentType: "application/json", .cacheControl: "public, max-age=\(Keyring.cacheSeconds)",
            .accessControlAllowOrigin: "*",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }
}

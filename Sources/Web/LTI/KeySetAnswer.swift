import Access
import HTTPTypes
import Hummingbird
import JOSE
import JSON
import NIOCore

/// `/.well-known/jwks.json`: the public halves of our signing keys (Security Framework 1.0 §6.3).
enum KeySetAnswer {
    static func response(_ keyring: Keyring) throws -> Response {
        let body = ByteBuffer(bytes: try keyring.publicKeys.node.serialized)
        let headers: HTTPFields = [
            .contentType: "application/json", .cacheControl: "public, max-age=\(Keyring.cacheSeconds)",
            .accessControlAllowOrigin: "*",
        ]
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }
}

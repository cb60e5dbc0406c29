import Cryptography
import Foundation
import Values

/// Signs messages as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over id, time and body.
struct WebhookSignature: Sendable {
    private static let prefix = "whsec_"
    private let code: MessageAuthentication

    /// Nil unless the secret is `whsec_` and base64 of 24 to 64 bytes.
    init?(secret: Secret<String>) {
        let text = secret.reveal()
        guard text.hasPrefix(Self.prefix), let key = Data(base64Encoded: String(text.dropFirst(Self.prefix.count))),
            (24...64).contains(key.count)
        else { return nil }
        code = MessageAuthentication(key: Array(key))
    }

    static func newSecret(_ world: World) -> String { prefix + Data(world.randomBytes(32)).base64EncodedString() }

    /// - Parameters:
    ///   - id: the same for every try of one message.
    ///   - now: of this try.
    func headers(id: String, now: Instant, body: [UInt8]) -> [(name: String, value: String)] {
        let signed = Array("\(id).\(now.unixSeconds).".utf8) + body
        return [
            ("webhook-id", id), ("webhook-timestamp", "\(now.unixSeconds)"),
            ("webhook-signature", "v1," + Data(code.code(for: signed)).base64EncodedString()),
        ]
    }
}

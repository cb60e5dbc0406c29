public import JOSE
import JSON
import Values

/// A token that was taken apart and not yet believed. It serves to find the key and, where the state is lost, the
/// registration that the failure belongs to.
public struct UnverifiedLaunch: Sendable {
    /// Tokens over this many bytes are refused unread.
    public static let sizeLimit = 65_536

    public let token: CompactJWS
    /// The `kid` of the header; nil when it is absent or empty.
    public let keyID: String?

    /// - Throws: ``LaunchReason`` when this is no signed compact token of a bearable size.
    public init(_ text: String) throws(LaunchReason) {
        guard text.utf8.count <= Self.sizeLimit else { throw .tokenTooLarge }
        do {
            token = try CompactJWS(parsing: text, limit: Self.sizeLimit)
        } catch {
            // Five parts are an encrypted token (RFC 7516 §7.1).
            throw text.utf8.filter { $0 == UInt8(ascii: ".") }.count == 4
                ? .tokenEncrypted : .tokenMalformed("\(error)")
        }
        keyID = token.header.kid.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Issuer and audiences as the unproven payload names them.
    public var claimedParties: (issuer: String, audiences: [String])? {
        guard let root = claims, let issuer = root["iss"]?.string, let audience = root["aud"] else { return nil }
        return (issuer, audience.string.map { [$0] } ?? audience.elements.compactMap(\.string))
    }

    /// The nonce of the unproven payload.
    public var claimedNonce: String? { claims?["nonce"]?.string }

    /// Where the unproven payload wants a picker's answer.
    public var claimedReturnURL: String? { claims?[ClaimName.deepLinkingSettings]?["deep_link_return_url"]?.string }

    /// Where the unproven payload says that the platform's page is.
    public var claimedPageURL: String? { claims?[ClaimName.launchPresentation]?["return_url"]?.string }

    private var claims: JSONValue? { (try? JSONDocument(parsing: token.payload, limits: launchJSONLimits))?.root }
}

/// Far more than a launch needs.
let launchJSONLimits = JSONLimits(bytes: UnverifiedLaunch.sizeLimit, depth: 32, members: 2_000, values: 10_000)

package import JSON

/// What a misbehaving or attacked LMS does to the next launch; tests set it, the demo never does.
package struct LaunchTampering: Sendable {
    package enum KeyID: Sendable { case own, missing, other(String) }

    package enum Signature: Sendable {
        case good
        /// By a key that isn't in the key set, under the right `kid`.
        case foreignKey
        /// The payload is changed after signing.
        case payloadChangedAfterwards
        /// `alg: none` with an empty signature.
        case none
        /// HMAC keyed with the public key's PEM text.
        case symmetric
    }

    package var keyID = KeyID.own
    package var signature = Signature.good
    /// Sent instead of an `id_token` (OpenID Connect Core §3.1.2.6).
    package var error: String?
    /// Sent as the whole `id_token`.
    package var rawToken: String?
    /// Replaces, adds or (with nil) removes claims.
    package var claims: [(name: String, value: JSONNode?)] = []
    /// Extra members of the JOSE header.
    package var header: [(name: String, value: JSONNode)] = []
    package var state: String?

    package init() {}
}

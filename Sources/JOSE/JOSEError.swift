/// Why a key, a key set or a signed text can't be read.
public struct JOSEError: Error, Equatable, CustomStringConvertible {
    /// The closed list of reasons.
    public enum Code: String, Sendable, CaseIterable {
        /// Over the size limit.
        case tooLarge
        /// Not three parts of base64url (RFC 7515 §7.1).
        case notCompact
        /// The header isn't a JSON object, or has a member twice (RFC 7515 §4).
        case invalidHeader
        /// `alg` is missing (RFC 7515 §4.1.1).
        case missingAlgorithm
        /// `crit` names an extension; we understand none (RFC 7515 §4.1.11).
        case criticalExtension
        /// `b64` asks for a payload that isn't encoded (RFC 7797 §3).
        case unencodedPayload
        /// The JWK isn't an object, or a member is missing or of the wrong form (RFC 7517 §4, RFC 7518 §6).
        case invalidKey
        /// A `kty` or `crv` that we don't use, such as `oct` or `OKP`.
        case unsupportedKey
        /// RSA under 2048 bits.
        case weakKey
        /// The set isn't an object with an array `keys` (RFC 7517 §5).
        case invalidKeySet
    }

    public let code: Code
    /// For the log and for staff; holds no key material.
    public let detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public static func == (a: JOSEError, b: JOSEError) -> Bool { a.code == b.code }

    public var description: String { "\(code.rawValue): \(detail)" }
}

import COpenSSL

/// Why a key, a box or a passphrase was refused.
public struct CryptographyError: Error, Equatable, CustomStringConvertible {
    /// The closed list of reasons.
    public enum Code: String, Sendable {
        /// The text or numbers aren't a key of a kind that we use.
        case unreadableKey
        /// RSA under 2048 or over 8192 bits, an even or too large exponent.
        case weakKey
        /// An elliptic curve other than P-256 and P-384.
        case unknownCurve
        /// The point doesn't lie on its curve.
        case pointNotOnCurve
        /// The algorithm can't be used with this kind of key.
        case wrongAlgorithm
        /// The passphrase is missing or wrong.
        case wrongPassphrase
        /// The box was altered, or sealed under another key or for another place.
        case notAuthentic
        /// OpenSSL itself failed.
        case failed
    }

    public var code: Code
    /// For the log; holds no secret.
    public var detail: String

    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    public static func == (a: CryptographyError, b: CryptographyError) -> Bool { a.code == b.code }

    public var description: String { "\(code.rawValue): \(detail)" }

    /// Takes OpenSSL's error queue of this thread along as the detail and leaves it empty.
    static func withQueue(_ code: Code, _ what: String) -> CryptographyError {
        var lines: [String] = []
        while case let number = ERR_get_error(), number != 0 {
            if let reason = ERR_reason_error_string(number) { lines.append(String(cString: reason)) }
        }
        return CryptographyError(code, lines.isEmpty ? what : what + " (" + lines.joined(separator: "; ") + ")")
    }
}

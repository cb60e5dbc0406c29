import COpenSSL
import Values

/// Passwords that people choose, hashed by scrypt (RFC 7914): about 80 ms and 32 MiB a time.
///
/// Stored as `$scrypt$ln=15,r=8,p=1$salt$hash` with both parts in base64url, so that the cost can rise later.
public enum PasswordHash {
    /// A fresh salt each time; throws only if OpenSSL fails.
    public static func make(_ password: String) throws -> String {
        let salt = SecureRandom.bytes(16)
        guard let hash = ScryptCost.current.hash(password, salt: salt, length: 32) else {
            throw CryptographyError.withQueue(.failed, "scrypt")
        }
        return "$scrypt$\(ScryptCost.current.text)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
    }

    /// False for a wrong password and for a stored text that isn't one of ours.
    public static func verify(_ password: String, against stored: String) -> Bool {
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = ScryptCost(parts[2]),
            let salt = Base64URL.decode(parts[3]), let hash = Base64URL.decode(parts[4]), hash.count >= 16,
            let computed = cost.hash(password, salt: salt, length: hash.count)
        else { return false }
        return constantTimeEqual(computed, hash)
    }

    /// Whether a new hash of the same password would be stronger than the stored one.
    public static func isOutdated(_ stored: String) -> Bool { !stored.hasPrefix("$scrypt$\(ScryptCost.current.text)$") }
}

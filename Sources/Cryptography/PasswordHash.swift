import COpenSSL
import Values

/// Passwords that people choose, hashed by scrypt (RFC 7914): about 80 ms and 32 MiB a time.
///
/// Stored as `$scrypt$ln=15,r=8,p=1$salt$hash` with both parts in base64url, so that the cost can rise later.
public enum PasswordHash {
    private static let current = ScryptCost(logN: 15, r: 8, p: 1)

    /// A fresh salt each time; throws only if OpenSSL fails.
    public static func make(_ password: String) throws -> String {
        let salt = SecureRandom.bytes(16)
        guard let hash = current.hash(password, salt: salt, length: 32) else {
            throw CryptographyError.withQueue(.failed, "scrypt")
        }
        return "$scrypt$\(current.text)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
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
    public static func isOutdated(_ stored: String) -> Bool { !stored.hasPrefix("$scrypt$\(current.text)$") }
}

private struct ScryptCost {
    let logN, r, p: UInt64

    init(logN: UInt64, r: UInt64, p: UInt64) {
        (self.logN, self.r, self.p) = (logN, r, p)
    }

    /// `ln=15,r=8,p=1`, within bounds that keep a planted text from taking the machine's memory.
    init?(_ text: Substring) {
        let fields = text.split(separator: ",")
        guard fields.count == 3, fields[0].hasPrefix("ln="), fields[1].hasPrefix("r="), fields[2].hasPrefix("p="),
            let logN = UInt64(fields[0].dropFirst(3)), let r = UInt64(fields[1].dropFirst(2)),
            let p = UInt64(fields[2].dropFirst(2)), 1...18 ~= logN, 1...16 ~= r, 1...8 ~= p
        else { return nil }
        self.init(logN: logN, r: r, p: p)
    }

    var text: String { "ln=\(logN),r=\(r),p=\(p)" }

    func hash(_ password: String, salt: [UInt8], length: Int) -> [UInt8]? {
        var out = [UInt8](repeating: 0, count: length)
        let n = UInt64(1) << logN
        let memory = 128 * r * (n + p + 2) + 1_048_576
        let bytes = Array(password.utf8)
        let done = bytes.withUnsafeBytes { text in
            EVP_PBE_scrypt(
                text.baseAddress?.assumingMemoryBound(to: CChar.self) ?? UnsafePointer(bitPattern: 1), bytes.count,
                salt,
                salt.count, n, r, p, memory, &out, length)
        }
        return done == 1 ? out : nil
    }
}

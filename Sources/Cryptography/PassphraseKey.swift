import COpenSSL

/// A key of 32 bytes from a passphrase, by scrypt (RFC 7914) with N = 2^15, r = 8, p = 1.
public enum PassphraseKey {
    /// - Parameter salt: 16 random bytes, kept beside what the key seals.
    public static func derive(from passphrase: String, salt: [UInt8]) throws -> [UInt8] {
        guard let key = ScryptCost.current.hash(passphrase, salt: salt, length: SealedBox.keyLength) else {
            throw CryptographyError.withQueue(.failed, "scrypt")
        }
        return key
    }
}

/// The price of one scrypt hash.
struct ScryptCost {
    static let current = ScryptCost(logN: 15, r: 8, p: 1)

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

    /// Nil when OpenSSL can't, with its error queue filled.
    func hash(_ password: String, salt: [UInt8], length: Int) -> [UInt8]? {
        var out = [UInt8](repeating: 0, count: length)
        let n = UInt64(1) << logN
        let memory = 128 * r * (n + p + 2) + 1_048_576
        let bytes = password.utf8.map { CChar(bitPattern: $0) } + [0]
        let done = EVP_PBE_scrypt(bytes, bytes.count - 1, salt, salt.count, n, r, p, memory, &out, length)
        return done == 1 ? out : nil
    }
}

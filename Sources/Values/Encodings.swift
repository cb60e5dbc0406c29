/// Base64url without padding (RFC 4648 §5, RFC 7515 §2).
public enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    public static func encode(_ bytes: some Collection<UInt8>) -> String { inOnePiece(bytes, encode) }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count * 4 + 2) / 3)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                out.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { out.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// Nil for padding, white space, other characters, an impossible length, and bits left over that aren't zero.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? { inOnePiece(text, decode) }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        let tail = text.count % 4
        guard tail != 1 else { return nil }
        let length = text.count * 3 / 4
        // All values or'ed together: one that isn't of the alphabet is 255, every other is below 64.
        var seen: UInt8 = 0
        let out = [UInt8](unsafeUninitializedCapacity: length) { out, filled in
            values.withUnsafeBufferPointer { values in
                var place = 0
                for i in stride(from: 0, to: text.count - tail, by: 4) {
                    let (a, b) = (values[Int(text[i])], values[Int(text[i + 1])])
                    let (c, d) = (values[Int(text[i + 2])], values[Int(text[i + 3])])
                    seen |= a | b | c | d
                    out[place] = a << 2 | b >> 4
                    out[place + 1] = b << 4 | c >> 2
                    out[place + 2] = c << 6 | d
                    place += 3
                }
            }
            filled = text.count / 4 * 3
        }
        guard seen < 64, let rest = decodeTail(text.suffix(tail)) else { return nil }
        return rest.isEmpty ? out : out + rest
    }

    /// The last two or three characters.
    private static func decodeTail(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        let digits = text.map { values[Int($0)] }
        guard !digits.contains(255) else { return nil }
        switch digits.count {
        case 2: return digits[1] & 15 == 0 ? [digits[0] << 2 | digits[1] >> 4] : nil
        case 3:
            return digits[2] & 3 == 0 ? [digits[0] << 2 | digits[1] >> 4, digits[1] << 4 | digits[2] >> 2] : nil
        default: return []
        }
    }

    public static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(Array(text.utf8)) }

    /// A caller in another module gets this code unspecialised, so the loop must not run over the generic collection:
    /// it would cost thirty times as much.
    private static func inOnePiece<R>(
        _ bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R
    ) -> R {
        bytes.withContiguousStorageIfAvailable(body) ?? Array(bytes).withUnsafeBufferPointer(body)
    }
}

/// Hexadecimal digits in lower case.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Either letter case; nil for an odd number of digits or another character.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 2 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(characters.count / 2)
        for i in stride(from: 0, to: characters.count, by: 2) {
            guard let high = characters[i].hexNibble, let low = characters[i + 1].hexNibble else { return nil }
            out.append(UInt8(high << 4 | low))
        }
        return out
    }
}

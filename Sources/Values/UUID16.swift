/// A 128-bit identifier, kept as 16 bytes and printed in lower case (RFC 9562 §4).
public struct UUID16: Hashable, Comparable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    /// The first and last eight bytes, big-endian.
    public let high, low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Sixteen bytes in network order; nil for any other number of them.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (i, byte) in bytes.enumerated() {
            if i < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        self.init(high: high, low: low)
    }

    /// The 8-4-4-4-12 form in either letter case, without braces or `urn:uuid:`; nil for anything else.
    public init?(_ text: String) {
        var text = text
        let parsed: (UInt64, UInt64)? = text.withUTF8 { bytes in
            guard bytes.count == 36 else { return nil }
            var words: (UInt64, UInt64) = (0, 0)
            var nibbles = 0
            for (i, byte) in bytes.enumerated() {
                if i == 8 || i == 13 || i == 18 || i == 23 {
                    guard byte == UInt8(ascii: "-") else { return nil }
                    continue
                }
                guard let nibble = byte.hexNibble else { return nil }
                if nibbles < 16 { words.0 = words.0 << 4 | nibble } else { words.1 = words.1 << 4 | nibble }
                nibbles += 1
            }
            return words
        }
        guard let parsed else { return nil }
        self.init(high: parsed.0, low: parsed.1)
    }

    public var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> (56 - 8 * UInt64($0 % 8))) }
    }

    public var description: String {
        String(unsafeUninitializedCapacity: 36) { out in
            var position = 0
            for i in 0..<32 {
                if i == 8 || i == 12 || i == 16 || i == 20 {
                    out[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = i < 16 ? high : low
                let nibble = UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(i % 16))) & 15
                out[position] = nibble < 10 ? 48 + nibble : 87 + nibble
                position += 1
            }
            return 36
        }
    }

    public static func < (a: UUID16, b: UUID16) -> Bool { (a.high, a.low) < (b.high, b.low) }

    /// A version 4 identifier (RFC 9562 §5.4): 122 random bits.
    public static func version4(random: some Collection<UInt8>) -> UUID16 {
        precondition(random.count >= 16, "122 random bits are needed")
        func half(_ bytes: some Collection<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        let (high, low) = (half(random.prefix(8)), half(random.dropFirst(8).prefix(8)))
        return UUID16(
            high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }

    /// A version 7 identifier (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits.
    public static func version7(at now: Instant, random: some Collection<UInt8>) -> UUID16 {
        precondition(random.count >= 10, "74 random bits are needed")
        let noise = Array(random.prefix(10))
        let millis = UInt64(bitPattern: now.microseconds.flooredQuotient(dividingBy: 1_000))
        let a = UInt64(noise[0] & 0x0F) << 8 | UInt64(noise[1])
        let b = noise[2...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return UUID16(high: millis << 16 | 0x7000 | a, low: b & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}

extension UInt8 {
    /// The value of an ASCII hexadecimal digit in either case.
    package var hexNibble: UInt64? {
        switch self {
        case 48...57: UInt64(self - 48)
        case 65...70: UInt64(self - 55)
        case 97...102: UInt64(self - 87)
        default: nil
        }
    }
}

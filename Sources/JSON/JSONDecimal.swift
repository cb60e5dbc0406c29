/// A number of JSON as it is written, without rounding: ±digits × 10^exponent.
///
/// Two texts of the same value give equal decimals: `1.0`, `1` and `10e-1`; `-0` and `0`.
public struct JSONDecimal: Hashable, Comparable, Sendable {
    public let isNegative: Bool
    /// Decimal digits 0 to 9, neither beginning nor ending with 0; empty for zero.
    public let digits: [UInt8]
    public let exponent: Int

    /// - Parameter text: a number by the grammar of RFC 8259 §6; anything else gives some decimal, never a trap.
    init(checked text: some Collection<UInt8>) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var exponentSign: Int?
        var isNegative = false
        for byte in text {
            switch Unicode.Scalar(byte) {
            case "-": if exponentSign == nil { isNegative = true } else { exponentSign = -1 }
            case ".": point = digits.count
            case "e", "E": exponentSign = 1
            case "0"..."9" where exponentSign != nil: exponent = (exponent &* 10 &+ Int(byte - 48)) % 10_000_000_000
            case "0"..."9": digits.append(byte - 48)
            default: break
            }
        }
        exponent = exponent * (exponentSign ?? 1) - (point.map { digits.count - $0 } ?? 0)
        let trailing = digits.reversed().prefix { $0 == 0 }.count
        let significant = digits.dropLast(trailing).drop { $0 == 0 }
        self.digits = Array(significant)
        self.isNegative = isNegative && !significant.isEmpty
        self.exponent = significant.isEmpty ? 0 : exponent + trailing
    }

    /// One text for each value: `0`, `15e-1`, `-3e2`. It is itself a JSON number.
    public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

    var canonicalBytes: [UInt8] {
        guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
        var out: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        out.append(contentsOf: digits.map { $0 + 48 })
        if exponent != 0 { out.append(contentsOf: "e\(exponent)".utf8) }
        return out
    }

    /// Nil when there is a fraction, or when the value doesn't fit.
    public var integer: Int64? {
        guard exponent >= 0, digits.count + exponent <= 19 else { return digits.isEmpty ? 0 : nil }
        var value: Int64 = 0
        for digit in digits + [UInt8](repeating: 0, count: exponent) {
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let signed = isNegative ? -Int64(digit) : Int64(digit)
            let (sum, carry) = tens.addingReportingOverflow(signed)
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    public static func < (a: JSONDecimal, b: JSONDecimal) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        return a.isNegative ? b.magnitudeIsLess(than: a) : a.magnitudeIsLess(than: b)
    }

    private func magnitudeIsLess(than other: JSONDecimal) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        let size = digits.count + exponent
        let otherSize = other.digits.count + other.exponent
        return size == otherSize ? digits.lexicographicallyPrecedes(other.digits) : size < otherSize
    }
}

extension JSONDecimal: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(checked: String(value).utf8) }
}

extension JSONValue {
    /// A number as it was written; nil for every other kind.
    public var numberText: String? { kind == .number ? rawText : nil }

    /// The exact value of a number; nil for every other kind.
    public var decimal: JSONDecimal? { kind == .number ? JSONDecimal(checked: rawBytes) : nil }

    /// The value of a number without a fraction (`3`, `3.0`, `3e2`); nil for a fraction and what 64 bits don't hold.
    public var integer: Int64? { decimal?.integer }

    /// The nearest double; nil for what is no number, or is too large for a double.
    public var double: Double? {
        guard let text = numberText, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

/// A `numeric` in binary form, which `sum` of a bigint and `avg` give: digits to the base of 10,000.
struct PostgresNumeric {
    private let digits: [Int16]
    /// The power of 10,000 of the first digit.
    private let weight: Int
    private let isNegative: Bool

    init(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count >= 8 else { throw DatabaseError(.unexpectedValue, "a numeric that is too short") }
        func word(_ index: Int) -> Int16 {
            Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self))
        }
        let count = Int(word(0))
        let sign = UInt16(bitPattern: word(2))
        guard bytes.count >= 8 + count * 2, sign == 0 || sign == 0x4000 else {
            throw DatabaseError(.unexpectedValue, "a numeric that is no finite number")
        }
        digits = (0..<count).map { word(4 + $0) }
        weight = Int(word(1))
        isNegative = sign == 0x4000
    }

    /// An integer if it is one that fits, else a real.
    func append(to storage: RowStorage) {
        if let integer { storage.append(integer) } else { storage.append(double) }
    }

    private var integer: Int64? {
        if digits.isEmpty { return 0 }
        guard weight >= digits.count - 1 else { return nil }
        var value: Int64 = 0
        for index in 0...weight {
            let digit = index < digits.count ? Int64(digits[index]) : 0
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, overflow) = shifted.subtractingReportingOverflow(digit)
            if tooLarge || overflow { return nil }
            value = sum
        }
        // Gathered below zero, where there is one number more.
        return isNegative ? value : value == .min ? nil : -value
    }

    private var double: Double {
        var value = 0.0
        var scale = 1.0
        for (index, digit) in digits.enumerated() {
            value = value * 10_000 + Double(digit)
            if index > weight { scale *= 10_000 }
        }
        for _ in stride(from: digits.count - 1, to: weight, by: 1) { value *= 10_000 }
        if weight < 0 { for _ in 0..<(-weight - 1) { scale *= 10_000 } }
        return (isNegative ? -value : value) / scale
    }
}

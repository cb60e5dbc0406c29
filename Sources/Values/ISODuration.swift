/// A duration of ISO 8601 §5.5.2 as xAPI and cmi5 use it: `PT1H30M5.5S`, `P3Y6M4DT12H30M5S`, `P2W`.
public struct ISODuration: Hashable, Sendable {
    /// The calendar part: years and months have no fixed length.
    public var months: Double
    /// Everything else, in seconds; a day counts 86,400.
    public var seconds: Double

    /// Refuses an empty duration, a missing part after `T`, parts out of order, weeks beside other parts, a fraction
    /// that isn't in the smallest part, and signs.
    public init?(_ text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
        months = 0
        seconds = 0
        var inTime = false
        var order = -1
        var fractionSeen = false
        while let first = rest.first {
            if first == UInt8(ascii: "T") {
                guard !inTime else { return nil }
                inTime = true
                rest.removeFirst()
                guard !rest.isEmpty else { return nil }
                order = max(order, 3)
                continue
            }
            guard !fractionSeen, let number = Self.number(&rest, &fractionSeen), let unit = rest.popFirst(),
                let part = Self.part(unit, inTime: inTime), part.order > order
            else { return nil }
            if part.order == Self.weekOrder, order != -1 || !rest.isEmpty { return nil }
            order = part.order
            months += number * part.months
            seconds += number * part.seconds
        }
        guard order != -1 else { return nil }
    }

    private static let weekOrder = 100

    private static func number(_ rest: inout ArraySlice<UInt8>, _ fractionSeen: inout Bool) -> Double? {
        let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
        guard !digits.isEmpty else { return nil }
        rest.removeFirst(digits.count)
        var text = String(decoding: digits, as: UTF8.self)
        if let point = rest.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") {
            rest.removeFirst()
            let fraction = rest.prefix { $0 >= 48 && $0 <= 57 }
            guard !fraction.isEmpty else { return nil }
            rest.removeFirst(fraction.count)
            text += "." + String(decoding: fraction, as: UTF8.self)
            fractionSeen = true
        }
        return Double(text)
    }

    private static func part(_ unit: UInt8, inTime: Bool) -> (order: Int, months: Double, seconds: Double)? {
        switch (Unicode.Scalar(unit), inTime) {
        case ("Y", false): (0, 12, 0)
        case ("M", false): (1, 1, 0)
        case ("W", false): (weekOrder, 0, 604_800)
        case ("D", false): (2, 0, 86_400)
        case ("H", true): (4, 0, 3_600)
        case ("M", true): (5, 0, 60)
        case ("S", true): (6, 0, 1)
        default: nil
        }
    }
}

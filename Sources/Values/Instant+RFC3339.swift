extension Instant {
    /// Reads an RFC 3339 §5.6 date-time, with the wider form that xAPI content sends (offset `+hhmm` and `+hh`).
    ///
    /// A leap second counts as the last microsecond before the minute ends; 24:00:00 is midnight at the end of the
    /// day (ISO 8601); fractions beyond microseconds are cut. Anything after the offset, a missing offset, a day that
    /// the month doesn't have: nil. `-00:00` is refused by ``init(rfc3339:allowUnknownOffset:)`` when told so.
    /// - Parameter allowUnknownOffset: false for xAPI, whose timestamps mustn't use `-00`, `-0000` or `-00:00`.
    public init?(rfc3339 text: some StringProtocol, allowUnknownOffset: Bool = true) {
        var text = String(text)
        let parsed = text.withUTF8 { Self.parse($0, allowUnknownOffset: allowUnknownOffset) }
        guard let parsed else { return nil }
        self = parsed
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, allowUnknownOffset: Bool) -> Instant? {
        var scanner = DigitScanner(bytes: bytes)
        guard let year = scanner.digits(4), scanner.take("-"),
            let month = scanner.digits(2), (1...12).contains(month), scanner.take("-"),
            let day = scanner.digits(2), day >= 1, day <= daysIn(month: month, year: year),
            scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.digits(2), hour <= 24, scanner.take(":"),
            let minute = scanner.digits(2), minute <= 59, scanner.take(":"),
            let second = scanner.digits(2), second <= 60
        else { return nil }
        var fraction = 0
        if scanner.take(".") || scanner.take(",") {
            guard let micros = scanner.fraction() else { return nil }
            fraction = micros
        }
        if hour == 24 && (minute != 0 || second != 0 || fraction != 0) { return nil }
        guard let offset = scanner.offset(allowUnknown: allowUnknownOffset), scanner.isAtEnd else { return nil }
        let leap = second == 60
        let seconds =
            daysSinceEpoch(year: year, month: month, day: day) * 86_400
            + hour * 3_600 + minute * 60 + (leap ? 59 : second) - offset * 60
        return Instant(microseconds: Int64(seconds) * 1_000_000 + Int64(leap ? 999_999 : fraction))
    }

    /// `2026-11-19T08:15:30.123456Z`: UTC, three digits of fraction, or six where microseconds are there.
    public var rfc3339: String {
        let parts = civil
        let remainder = Int(microseconds % 1_000_000)
        let micros = remainder < 0 ? remainder + 1_000_000 : remainder
        return String(unsafeUninitializedCapacity: 48) { room in
            var writer = DigitWriter(room: room)
            writer.put(parts.year, digits: 4)
            writer.put("-", parts.month)
            writer.put("-", parts.day)
            writer.put("T", parts.hour)
            writer.put(":", parts.minute)
            writer.put(":", parts.second)
            writer.put(".")
            writer.put(micros % 1_000 == 0 ? micros / 1_000 : micros, digits: micros % 1_000 == 0 ? 3 : 6)
            writer.put("Z")
            return writer.count
        }
    }

    /// The fields of this moment in UTC (proleptic Gregorian calendar).
    public var civil: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        let seconds = Int(unixSeconds)
        let days = Int(Int64(seconds).flooredQuotient(dividingBy: 86_400))
        let inDay = seconds - days * 86_400
        let date = civilDate(daysSinceEpoch: days)
        return (date.year, date.month, date.day, inDay / 3_600, inDay / 60 % 60, inDay % 60)
    }
}

private struct DigitScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func digits(_ count: Int) -> Int? {
        guard index + count <= bytes.count else { return nil }
        var value = 0
        for i in index..<index + count {
            guard let digit = bytes[i].decimalDigit else { return nil }
            value = value * 10 + digit
        }
        index += count
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// One or more digits as microseconds, cut after the sixth.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while index < bytes.count, let digit = bytes[index].decimalDigit {
            if count < 6 { value = value * 10 + digit }
            count += 1
            index += 1
        }
        guard count > 0 else { return nil }
        for _ in 0..<max(0, 6 - count) { value *= 10 }
        return value
    }

    /// `Z`, `+hh:mm`, `+hhmm` or `+hh`, in minutes east of UTC.
    mutating func offset(allowUnknown: Bool) -> Int? {
        if take("Z") || take("z") { return 0 }
        let negative = take("-")
        guard negative || take("+"), let hours = digits(2), hours <= 23 else { return nil }
        let minutes: Int
        if isAtEnd {
            minutes = 0
        } else {
            _ = take(":")
            guard let read = digits(2), read <= 59 else { return nil }
            minutes = read
        }
        let total = hours * 60 + minutes
        if negative && total == 0 && !allowUnknown { return nil }
        return negative ? -total : total
    }
}

extension UInt8 {
    fileprivate var decimalDigit: Int? { self >= 48 && self <= 57 ? Int(self) - 48 : nil }
}

/// Writes ASCII into the room of a string.
private struct DigitWriter {
    let room: UnsafeMutableBufferPointer<UInt8>
    var count = 0

    mutating func put(_ mark: Unicode.Scalar) {
        room[count] = UInt8(ascii: mark)
        count += 1
    }

    mutating func put(_ mark: Unicode.Scalar, _ twoDigits: Int) {
        put(mark)
        put(twoDigits, digits: 2)
    }

    /// With zeros in front; all digits of a number that has more.
    mutating func put(_ number: Int, digits: Int) {
        var (rest, place) = (number, count + digits)
        while place > count {
            place -= 1
            room[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: abs(rest % 10))
            rest /= 10
        }
        if rest == 0, number >= 0 {
            count += digits
        } else {
            for byte in String(number).utf8 { put(Unicode.Scalar(byte)) }
        }
    }
}

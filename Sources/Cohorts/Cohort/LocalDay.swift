import Foundation
package import Values

/// A day of the calendar, without a zone: `2026-03-10`.
package struct LocalDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let daysSinceEpoch: Int

    package init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

    /// Nil unless it is a day of the Gregorian calendar written `yyyy-mm-dd`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { 48...57 ~= $0 } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), day >= 1, day <= daysIn(month: month, year: year)
        else { return nil }
        daysSinceEpoch = Values.daysSinceEpoch(year: year, month: month, day: day)
    }

    package static func < (a: LocalDay, b: LocalDay) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }

    package func adding(days: Int) -> LocalDay { LocalDay(daysSinceEpoch: daysSinceEpoch + days) }

    package var description: String {
        let date = civilDate(daysSinceEpoch: daysSinceEpoch)
        return [(date.year, 4), (date.month, 2), (date.day, 2)].map { value, width in
            String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
        }.joined(separator: "-")
    }
}

/// An IANA time zone by name, such as `Asia/Riyadh`: where a cohort's days begin and end.
package struct CohortZone: Hashable, Sendable, CustomStringConvertible {
    private let zone: TimeZone
    package let name: String

    package static let utc = CohortZone(zone: .gmt, name: "UTC")

    private init(zone: TimeZone, name: String) {
        self.zone = zone
        self.name = name
    }

    /// Nil for a name that the time-zone database doesn't hold.
    package init?(_ name: String) {
        if name == "UTC" {
            self = .utc
        } else {
            guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
            self.init(zone: zone, name: name)
        }
    }

    package var description: String { name }

    /// Seconds east of UTC at a moment, summer time included.
    package func offset(at moment: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.unixSeconds)))
    }

    /// The first moment of a day here: 00:00, or the first minute that exists when clocks jump over midnight.
    package func start(of day: LocalDay) -> Instant {
        let wall = Int64(day.daysSinceEpoch) * 86_400
        let candidates = [wall - 86_400, wall + 86_400].map { offset(at: Instant(unixSeconds: $0)) }
        let moments = candidates.map { Instant(unixSeconds: wall - Int64($0)) }.sorted()
        if let exact = moments.first(where: { $0.unixSeconds + Int64(offset(at: $0)) == wall }) { return exact }
        return moments.last ?? Instant(unixSeconds: wall)
    }

    /// The day that the calendar on the wall here shows.
    package func day(at moment: Instant) -> LocalDay {
        let local = moment.adding(seconds: Int64(offset(at: moment)))
        return LocalDay(daysSinceEpoch: Int(local.unixSeconds.flooredQuotient(dividingBy: 86_400)))
    }

    /// RFC 3339 with the offset that holds here at that moment, in whole seconds: `2026-03-10T18:00:00+03:00`.
    package func rfc3339(_ moment: Instant) -> String {
        let offset = offset(at: moment)
        let local = Instant(unixSeconds: moment.unixSeconds + Int64(offset)).rfc3339.prefix(19)
        guard offset != 0 else { return local + "Z" }
        let minutes = abs(offset) / 60
        let digits = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        return local + (offset < 0 ? "-" : "+") + digits(minutes / 60) + ":" + digits(minutes % 60)
    }
}

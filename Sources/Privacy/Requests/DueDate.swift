package import Values

/// The legal clock of a request (art. 12(3)), by the calendar in UTC.
package enum DueDate {
    /// The same day a number of months later, or the last day of a shorter month, at the same time of day.
    package static func months(_ count: Int, after moment: Instant) -> Instant {
        let civil = moment.civil
        let months = civil.year * 12 + civil.month - 1 + count
        let (year, month) = (months / 12, months % 12 + 1)
        let day = min(civil.day, daysIn(month: month, year: year))
        let dayStart = daysSinceEpoch(year: civil.year, month: civil.month, day: civil.day)
        let target = daysSinceEpoch(year: year, month: month, day: day)
        return moment.adding(seconds: Int64(target - dayStart) * 86_400)
    }

    /// One month from receipt.
    package static func of(receivedAt: Instant) -> Instant { months(1, after: receivedAt) }

    /// Up to two more months, granted inside the first one alone (art. 12(3)).
    /// - Throws: `conflict` after the first month, `unprocessable` without a reason or for more than two months.
    package static func extended(
        receivedAt: Instant, by count: Int, reason: String, now: Instant
    ) throws -> Instant {
        guard now <= of(receivedAt: receivedAt) else {
            throw ServiceError(.conflict, "A request can be extended only within the first month.")
        }
        guard (1...2).contains(count) else {
            throw ServiceError(.unprocessable, "A request can be extended by one or two months.")
        }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw ServiceError(.unprocessable, "An extension needs a reason.")
        }
        return months(1 + count, after: receivedAt)
    }
}

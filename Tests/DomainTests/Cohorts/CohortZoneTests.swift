import Cohorts
import Testing
import Values

@Suite("Days begin and end in the cohort's zone")
struct CohortZoneTests {
    private func zone(_ name: String) throws -> CohortZone { try #require(CohortZone(name)) }
    private func day(_ text: String) throws -> LocalDay { try #require(LocalDay(text)) }
    private func moment(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    @Test("COH-STAT-02: A Riyadh cohort that ends on 10 March is open at 23:59 there and closed at 00:00")
    func riyadh() throws {
        let riyadh = try zone("Asia/Riyadh")
        let end = riyadh.start(of: try day("2026-03-10").adding(days: 1))
        let intent = CohortIntent(lifecycle: .published, access: .open, endsAt: end)
        #expect(CohortState.derive(intent, now: try moment("2026-03-10T23:59:59+03:00")) == .running)
        #expect(CohortState.derive(intent, now: try moment("2026-03-11T00:00:00+03:00")) == .ended)
    }

    @Test("COH-UNL-06: At 23:30 UTC the day that has begun in Tokyo is unlocked")
    func tokyo() throws {
        let tokyo = try zone("Asia/Tokyo")
        let window = ModuleWindow(module: UUID16(high: 1, low: 1), unlock: .day(1))
        let start = tokyo.start(of: try day("2026-03-10"))
        let resolved = window.resolved(startsAt: start, zone: tokyo)
        #expect(resolved.unlocksAt == (try moment("2026-03-11T00:00:00+09:00")))
        #expect(try #require(resolved.unlocksAt) <= (try moment("2026-03-10T23:30:00Z")))
    }

    @Test("A day's beginning keeps its local time when clocks change")
    func summerTime() throws {
        let paris = try zone("Europe/Paris")
        #expect(paris.start(of: try day("2026-03-29")) == (try moment("2026-03-29T00:00:00+01:00")))
        #expect(paris.start(of: try day("2026-03-30")) == (try moment("2026-03-30T00:00:00+02:00")))
        #expect(paris.start(of: try day("2026-10-25")) == (try moment("2026-10-25T00:00:00+02:00")))
        #expect(paris.start(of: try day("2026-10-26")) == (try moment("2026-10-26T00:00:00+01:00")))
    }

    @Test("Where clocks jump over midnight, the day begins with its first moment")
    func jumpOverMidnight() throws {
        // Beirut, 2026-03-29: 00:00 becomes 01:00.
        let beirut = try zone("Asia/Beirut")
        #expect(beirut.start(of: try day("2026-03-29")) == (try moment("2026-03-29T01:00:00+03:00")))
    }

    @Test("GDPR-CSV-07: A moment is written with the offset that holds on that day of summer or winter")
    func offsets() throws {
        let paris = try zone("Europe/Paris")
        #expect(paris.rfc3339(try moment("2026-07-01T10:00:00Z")) == "2026-07-01T12:00:00+02:00")
        #expect(paris.rfc3339(try moment("2026-12-01T10:00:00Z")) == "2026-12-01T11:00:00+01:00")
        #expect(CohortZone.utc.rfc3339(try moment("2026-12-01T10:00:00Z")) == "2026-12-01T10:00:00Z")
        #expect(try zone("America/St_Johns").rfc3339(try moment("2026-12-01T00:00:00Z")) == "2026-11-30T20:30:00-03:30")
    }

    @Test(
        "Names that aren't zones, and days that aren't days, are refused", arguments: ["", "Mars/Base", "GMT+3", "CET"])
    func unknownZone(name: String) { #expect(CohortZone(name) == nil) }

    @Test(
        "Days that the calendar doesn't have are refused",
        arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-32", "x026-01-01", "2026-01-01T"])
    func unknownDay(text: String) { #expect(LocalDay(text) == nil) }

    @Test("A day is printed as it is read")
    func roundTrip() throws { #expect(try day("2024-02-29").description == "2024-02-29") }
}

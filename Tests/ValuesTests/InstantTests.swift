import Testing
import Values

@Suite struct InstantTests {
    @Test(
        "A date-time of RFC 3339 is read to the microsecond",
        arguments: [
            ("2026-11-19T08:15:30Z", 1_795_076_130_000_000),
            ("2026-11-19T08:15:30.1Z", 1_795_076_130_100_000),
            ("2026-11-19T08:15:30.123456789Z", 1_795_076_130_123_456),
            ("2026-11-19T08:15:30.123+05:30", 1_795_056_330_123_000),
            ("2026-11-19T08:15:30.123+0530", 1_795_056_330_123_000),
            ("2026-11-19T08:15:30-08", 1_795_104_930_000_000),
            ("2026-11-19T08:15:30.123-00:00", 1_795_076_130_123_000),
            ("2026-11-19t08:15:30z", 1_795_076_130_000_000),
            ("2026-11-19T24:00:00Z", 1_795_132_800_000_000),
            ("2026-12-31T23:59:60Z", 1_798_761_599_999_999),
            ("1969-12-31T23:59:59.5Z", -500_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ] as [(String, Int64)])
    func reads(text: String, microseconds: Int64) {
        #expect(Instant(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(
        "What isn't a date-time of RFC 3339 is refused",
        arguments: [
            "", "2026-11-19", "2026-11-19T08:15:30", "2026-02-30T08:15:30Z", "2025-02-29T00:00:00Z",
            "2026-11-19T24:00:01Z", "2026-11-19T25:00:00Z", "2026-11-19T08:60:00Z", "2026-11-19T08:15:61Z",
            "2026-11-19T08:15:30.Z", "2026-11-19T08:15:30Zjunk", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "20261119T081530Z", "yesterday", "2026-11-19T08:15:30+24:00", "2026-11-19T08:15:30+05:3",
            "٢٠٢٦-11-19T08:15:30Z",
        ])
    func refuses(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("The unknown offset is refused where xAPI forbids it", arguments: ["-00:00", "-0000", "-00"])
    func unknownOffset(offset: String) {
        #expect(Instant(rfc3339: "2026-11-19T08:15:30\(offset)", allowUnknownOffset: false) == nil)
        #expect(Instant(rfc3339: "2026-11-19T08:15:30\(offset)") != nil)
    }

    @Test(
        "A moment prints in UTC and reads back as itself",
        arguments: [
            0, 1, 999, 1_795_076_130_123_000, 1_795_076_130_123_456, -62_135_596_800_000_000, -1,
            253_402_300_799_999_999,
        ] as [Int64])
    func roundTrip(microseconds: Int64) {
        let moment = Instant(microseconds: microseconds)
        #expect(Instant(rfc3339: moment.rfc3339) == moment)
    }

    @Test("Years of another length print whole")
    func wideYears() {
        #expect(Instant(microseconds: .max).rfc3339 == "294247-01-10T04:00:54.775807Z")
        #expect(Instant(microseconds: .min).rfc3339.hasPrefix("-290308-12-21T"))
        #expect(Instant(microseconds: -62_135_596_800_000_000).rfc3339 == "0001-01-01T00:00:00.000Z")
    }

    @Test("Milliseconds print with three digits, microseconds with six")
    func fractionDigits() {
        #expect(Instant(microseconds: 1_795_076_130_123_000).rfc3339 == "2026-11-19T08:15:30.123Z")
        #expect(Instant(microseconds: 1_795_076_130_123_456).rfc3339 == "2026-11-19T08:15:30.123456Z")
        #expect(Instant(microseconds: 1_795_076_130_000_000).rfc3339 == "2026-11-19T08:15:30.000Z")
    }
}

import JSON
import ServiceWorld
import Testing
import Values
import Workflows
import XAPI

extension LRSConformance {
    /// Timestamps and durations (1.0.3 Data §2.4.7, §2.4.8, §4.5, §4.6; IEEE 9274.1.1 §4.2.4.2, §4.2.7).
    @Suite struct TimeForm {
        @Test(
            "LRS-TIME-01, LRS-DT-07, LRS-DT-08: a timestamp is a day that exists, a time and a zone that isn't minus zero",
            arguments: LRSWorld.all)
        func timestamps(_ world: LRSWorld) async throws {
            let bad = [
                "2024-02-30T12:00:00Z", "2023-02-29T12:00:00Z", "2024-13-01T12:00:00Z", "2024-01-01", "12:00:00Z",
                "2024-01-01T25:00:00Z", "2024-01-01T12:60:00Z", "2024-01-01T12:00:00", "2024-01-01T12:00:00-00",
                "2024-01-01T12:00:00-0000", "2024-01-01T12:00:00-00:00", "yesterday", "", "1700000000",
                "Wed, 03 Jan 2024 12:00:00 GMT", "2024-01-01T12:00:00+25:00", "2024-01-01T12:00:00.Z", "20240101",
            ]
            let good = [
                "2024-02-29T12:00:00Z", "2024-01-01T12:00:00.0Z", "2024-01-01T12:00:00.123456789Z",
                "2024-01-01T12:00:00+05:30", "2024-01-01T12:00:00-12:00", "2024-01-01T00:00:00+00:00",
                "1970-01-01T00:00:00Z", "2024-01-01t12:00:00z",
            ]
            for path in ["timestamp", "object/timestamp"] {
                let base =
                    path == "timestamp"
                    ? Fresh.statement()
                    : Fresh.statement().setting("object", Fresh.statement().setting("objectType", "SubStatement"))
                try await world.refuses(bad.map { Sample("\(path) \($0)", base.setting(path, .string($0))) })
                try await world.accepts(good.map { Sample("\(path) \($0)", base.setting(path, .string($0))) })
            }
        }

        @Test("LRS-TIME-02: a statement without a timestamp gets that of its storing", arguments: LRSWorld.all)
        func absent(_ world: LRSWorld) async throws {
            let client = try world.client
            let got = try await client.statement(try await client.record(Fresh.statement()))
            #expect(got["timestamp"]?.string != nil)
            #expect(got["timestamp"]?.string == got["stored"]?.string)
        }

        @Test("LRS-TIME-03: a timestamp in the future is no reason to refuse", arguments: LRSWorld.all)
        func future(_ world: LRSWorld) async throws {
            let later = Instant(microseconds: try world.service.services.world.now().microseconds)
                .adding(seconds: 3_600).rfc3339
            let client = try world.client
            let id = try await client.record(Fresh.statement().setting("timestamp", .string(later)))
            #expect(try await client.statement(id)["timestamp"]?.string == later)
        }

        @Test(
            "LRS-TIME-04: stored is set by the LRS; one that is sent is checked and replaced", arguments: LRSWorld.all)
        func stored(_ world: LRSWorld) async throws {
            let client = try world.client
            let id = try await client.record(Fresh.statement().setting("stored", "2013-01-01T00:00:00Z"))
            let stored = try #require(try await client.statement(id)["stored"]?.string)
            let age = try world.service.services.world.now().microseconds(
                since: try #require(Instant(rfc3339: stored)))
            #expect(abs(age) < 60_000_000)
            try await world.refuses([
                "text": Fresh.statement().setting("stored", "abc"), "number": Fresh.statement().setting("stored", 1),
            ])
        }

        @Test("LRS-TIME-05: stored never goes backwards", arguments: LRSWorld.all)
        func monotonic(_ world: LRSWorld) async throws {
            let client = try world.client
            let activity = Fresh.activity
            var ids: [String] = []
            for _ in 0..<50 { ids.append(try await client.record(Fresh.statement(activity: activity))) }
            let found = try await client.list([("activity", activity), ("ascending", "true")])
            #expect(found.compactMap { $0["id"]?.string } == ids)
            let times = found.compactMap { $0["stored"]?.string.flatMap { Instant(rfc3339: $0) } }
            #expect(times == times.sorted() && times.count == ids.count)
        }

        @Test(
            "LRS-TIME-07, LRS-DT-09, LRS-DT-10: times come back in UTC with a fraction of at least three digits",
            arguments: LRSWorld.all)
        func utc(_ world: LRSWorld) async throws {
            let client = try world.client
            for (sent, wanted) in [
                ("2023-05-04T12:00:00-05:00", "2023-05-04T17:00:00.000Z"),
                ("2023-05-04T12:00:00+05:30", "2023-05-04T06:30:00.000Z"),
                ("2023-05-04T12:00:00.5Z", "2023-05-04T12:00:00.500Z"),
                ("2023-05-04T12:00:00.123456Z", "2023-05-04T12:00:00.123456Z"),
                ("2024-01-01T00:30:00.001+01:00", "2023-12-31T23:30:00.001Z"),
            ] {
                let nested = Fresh.statement().setting("objectType", "SubStatement").setting("timestamp", .string(sent))
                let id = try await client.record(
                    Fresh.statement().setting("timestamp", .string(sent)).setting("object", nested))
                let got = try await client.statement(id)
                #expect(got["timestamp"]?.string == wanted)
                #expect(got["object"]?["timestamp"]?.string == wanted)
                let stored = try #require(got["stored"]?.string)
                #expect(stored.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z/) != nil)
            }
        }

        @Test(
            "LRS-DT-11, LRS-DT-12: a duration is of ISO 8601's first form, weeks alone; more than hundredths are taken",
            arguments: LRSWorld.all)
        func durations(_ world: LRSWorld) async throws {
            let bad = [
                "P4W1D", "P0001-01-01T00:00:00", "PT", "P", "", "1H", "PT1H30", "P1S", "PT1D", "PT1M1H", "-PT1H",
                "PT-1H",
                "P1Y1W", "PT1.5H1M", "pt1h", "PT1H ", "P1M1Y", "PTT1H", "01:00:00",
            ]
            let good = [
                "P4W", "PT0S", "PT1H30M5.5S", "P3Y6M4DT12H30M5S", "P1Y", "PT0.131S", "PT0H0M57S", "PT36H", "P0.5Y",
                "PT0,5S", "PT16559.14S",
            ]
            func with(_ duration: String) -> Sample {
                Sample(duration, Fresh.statement().setting("result/duration", .string(duration)))
            }
            try await world.refuses(bad.map(with))
            try await world.accepts(good.map(with))
            let client = try world.client
            let id = try await client.record(Fresh.statement().setting("result/duration", "PT0.1299S"))
            let got = try await client.statement(id)["result"]?["duration"]?.string
            #expect(["PT0.1299S", "PT0.12S"].contains(got))
        }

        @Test(
            "LRS-DT-13, LRS-EQ-04: durations that differ beyond a hundredth of a second are the same",
            arguments: LRSWorld.all)
        func comparedDurations(_ world: LRSWorld) async throws {
            let client = try world.client
            for (other, status) in [
                ("PT0.1299S", 204), ("PT0.12S", 204), ("PT0.125S", 204), ("PT0.13S", 409), ("PT0.11S", 409),
                ("PT1S", 409),
            ] {
                let statement = Fresh.statement().setting("result/duration", "PT0.1201S")
                let id = try await client.record(statement)
                let again = try await client.put(id, statement.setting("result/duration", .string(other)))
                #expect(again.status == status, "\(other)")
            }
        }
    }
}

import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import Outbox
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("The policy for rosters", .serialized)
struct RosterPolicyTests {
    @Test("Staff say after how many lists a missing member is dropped, and 0 keeps them", arguments: Engine.underTest)
    func dropping(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .smallPages) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            await service.lms.remove(person: "u-1003")
            #expect(try await service.set([("rosterDropAfter", "0")]).status == 200)
            for _ in 0..<3 { try await teacher.sync() }
            #expect(try await service.statuses()["u-1003"] == .active)
            #expect(try await service.set([("rosterDropAfter", "1")]).status == 200)
            try await teacher.sync()
            #expect(try await service.statuses()["u-1003"] == .dropped)
        }
    }

    @Test("A member who is back in between starts anew")
    func between() async throws {
        try await RunningService.with(profile: .smallPages) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let gone = try #require(await service.lms.people.first { $0.id == "u-1003" })
            for _ in 0..<3 {
                await service.lms.remove(person: "u-1003")
                try await teacher.sync()
                await service.lms.add(gone)
                try await teacher.sync()
            }
            #expect(try await service.statuses()["u-1003"] == .active)
        }
    }

    @Test(
        "The schedule follows the form: sooner, by hand alone, never, and regularly again", arguments: Engine.underTest)
    func schedule(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            let daily = try #require(try await service.nextReading())
            #expect((80_000...90_000).contains(daily))
            #expect(try await service.set([("rosterHours", "2")]).status == 200)
            try await service.untilNext { ($0 ?? 0) > 6_000 && ($0 ?? 0) < 7_500 }
            #expect(try await service.set([("rosterPolicy", "off")]).status == 200)
            #expect(try await teacher.press().status == 409)
            #expect(try await service.set([("rosterPolicy", "hand")]).status == 200)
            #expect(try await teacher.press().status == 200)
            try await service.hastenReading()
            try await service.untilNext { $0 == nil }
            #expect(try await service.set([("rosterPolicy", "auto")]).status == 200)
            try await service.untilNext { ($0 ?? 0) > 6_000 }
        }
    }

    @Test("Settings that make no sense are refused at their fields, and nothing changes")
    func faults() async throws {
        try await RunningService.with { service in
            let page = try await service.set([
                ("rosterDropAfter", "-1"), ("rosterHours", "0"), ("gradeMaximum", "0"),
            ])
            #expect(page.status == 422)
            #expect(page.text.contains("0 to 30 readings") && page.text.contains("1 to 720 hours"))
            #expect(page.text.contains("at most 10,000"))
        }
    }

    @Test("Points of the columns that we made follow the platform's setting")
    func points() async throws {
        try await RunningService.with(profile: .uncoupled) { service in
            _ = try await service.ownLineItem()
            #expect(try await service.set([("gradeMaximum", "20")]).status == 200)
            #expect(try await service.write("PUT")["scoreMaximum"].map { $0.text } == "20")
            try await service.untilKept { $0.maximum == 20 }
            try await service.complete(as: "u-1001")
            let score = try await service.score(of: "u-1001") { $0.activityProgress == "Completed" }
            #expect(score.scoreMaximum == 20)
        }
    }
}

extension RunningService {
    /// Changes what the platform's page says of rosters and points; the rest stays.
    func set(_ fields: [(name: String, value: String)]) async throws -> Page {
        let admin = try await PickerVisit.administrator(of: self)
        let link = try await admin.get(publicURL + "/admin/platforms").links.first {
            $0.contains("/admin/platforms/0")
        }
        let form = try await admin.get(try #require(link)).form(to: "/services")
        let policy = fields.contains { $0.name == "rosterPolicy" } ? [] : [(name: "rosterPolicy", value: "auto")]
        return try await admin.submit(form, adding: fields + policy)
    }

    /// Seconds until the roster is read again; nil when no reading waits.
    func nextReading() async throws -> Int64? {
        let due = try await services.database.read { tx in
            try tx.row("select due_at from outbox where topic = 'nrps.sync' and state = 0 order by id limit 1").map {
                try $0.instant(0)
            }
        }
        let now = services.world.now()
        return due.map { $0.unixSeconds - now.unixSeconds }
    }

    func untilNext(_ fits: @Sendable (Int64?) -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if fits(try await nextReading()) { return }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw BrowserClient.Failure(description: "the next reading is \(String(describing: try await nextReading()))")
    }

    /// As if the time of the next reading had come.
    func hastenReading() async throws {
        let now = services.world.now()
        try await services.database.write { tx in
            let waiting = try tx.rows("select id from outbox where topic = 'nrps.sync' and state = 0")
            for row in waiting {
                _ = try OutboxQueue.hasten(try row.int(0), tenant: DemoTenant.tenant, in: tx, now: now)
            }
        }
    }
}

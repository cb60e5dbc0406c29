import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Visitors whom the platform doesn't name", .serialized)
struct AnonymousLaunchTests {
    @Test(
        "LTI-ROLE-11: an anonymous visitor has the roles of that launch alone, and leaves nothing behind",
        arguments: Engine.underTest)
    func roles(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            var registration = try await service.newest()
            (registration.allowsAnonymous, registration.rosterPolicy) = (true, .hand)
            let (changed, now) = (registration, service.services.world.now())
            _ = try await service.services.database.write { try Registrations.save(changed, in: $0, now: now) }

            await service.tamper("sub", nil)
            let learner = service.visit()
            let page = try await learner.launch("tides", as: "u-1001")
            #expect(page.status == 200 && page.url.contains("/learn/"))
            await service.tamper("sub", nil)
            _ = try await service.visit().launch("tides", as: "u-2001")
            #expect(try await learner.browser.get(page.url.split(separator: "?")[0] + "staff").status == 403)

            let (standings, left) = try await service.services.database.read { tx in
                let rows = try tx.rows("select standing from launch_session where person is null order by standing")
                var left: [String: Int64] = [:]
                for table in ["person", "person_identifier", "enrolment", "link_visit", "score_delivery"] {
                    left[table] = try tx.row("select count(*) from \(raw: table)")?.int(0)
                }
                return (try rows.map { try $0.text(0) }, left)
            }
            #expect(standings == ["instructor", "learner"])
            #expect(left.values.allSatisfy { $0 == 0 }, "\(left)")
        }
    }
}

import Access
import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import LTI
import Outbox
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Rosters that can't be taken at their word", .serialized)
struct CarefulRosterTests {
    @Test(
        "An empty list, or one that can't be read whole, drops nobody, not even by hand; ids may be numbers",
        arguments: Engine.underTest)
    func unclear(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            await service.lms.answerRoster(with: [])
            #expect(try await teacher.sync().contains("list was empty"))
            #expect(try await teacher.roster().state == .unclear)
            let known: JSONNode = ["user_id": "u-1001", "roles": ["Learner"]]
            await service.lms.answerRoster(with: [known, ["user_id": ["u-1002"], "roles": ["Learner"]]])
            try await teacher.sync()
            #expect(try await service.statuses().values.allSatisfy { $0 == .active })
            await service.lms.answerRoster(with: [known, ["user_id": 77, "roles": ["Learner"]]])
            for _ in 0..<2 { try await teacher.sync() }
            let statuses = try await service.statuses()
            #expect(statuses["u-1001"] == .active && statuses["77"] == .active && statuses["u-1002"] == .dropped)
        }
    }

    @Test("Who leaves one of two courses that feed a group stays by the other", arguments: Engine.underTest)
    func twoCourses(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .smallPages) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let person = try #require(try await service.person("u-1002"))
            let first = try await teacher.roster()
            let now = service.services.world.now()
            let other = try await service.services.database.write { [services = service.services] tx in
                let link = try #require(
                    try ResourceLinks(DemoTenant.tenant).list(in: tx).first { $0.cohort == first.cohort })
                try tx.execute(
                    """
                    insert into roster (tenant, id, registration, deployment, context_key, cohort, memberships_url,
                        lease_until, run, state, note, active, inactive, missing, suppressed, created_at)
                    select tenant, \(services.world.newID()), registration, deployment, \(link.id.bytes), cohort,
                        memberships_url, 0, 1, 'good', '', 1, 0, 0, 0, created_at from roster
                    """)
                let row = try tx.row("select id from roster where id <> \(first.id)")
                let id = try #require(row).id(0)
                try RosterMembers(DemoTenant.tenant, roster: id).note(
                    person, .active, .learner, run: 1, in: tx, now: now)
                return id
            }
            await service.lms.remove(person: "u-1002")
            for _ in 0..<2 { try await teacher.sync() }
            #expect(try await service.statuses()["u-1002"] == .active)
            try await service.services.database.write { tx in
                try RosterMembers(DemoTenant.tenant, roster: other).note(
                    person, .missing, .learner, run: 2, in: tx, now: now)
                _ = try tx.execute("update roster_member set status = 'active' where roster = \(first.id)")
            }
            for _ in 0..<2 { try await teacher.sync() }
            #expect(try await service.statuses()["u-1002"] == .dropped)
        }
    }

    @Test(
        "A difference that deletes somebody unknown makes no person, and a status of nobody's standard changes nothing")
    func strangers() async throws {
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            await service.lms.answerRoster(with: [
                ["user_id": "never-seen", "roles": ["Learner"], "status": "Deleted"],
                ["user_id": "odd-1", "roles": ["Learner"], "status": "Provisional"],
                ["user_id": "u-1001", "roles": ["Learner"], "status": "Provisional"],
                ["user_id": "u-1002", "roles": ["Learner"]], ["user_id": "u-1003", "roles": ["Learner"]],
                ["user_id": "u-1004", "roles": ["Learner"]],
            ])
            try await teacher.sync()
            #expect(try await service.person("never-seen") == nil)
            #expect(try await service.person("odd-1") == nil)
            #expect(try await service.statuses().values.allSatisfy { $0 == .active })
        }
    }

    @Test("A reading that was overtaken drops nobody and ends nothing of the other", arguments: Engine.underTest)
    func overtaken(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .smallPages) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let roster = try await teacher.roster()
            let now = service.services.world.now()
            let renewed = try await service.services.database.write { tx in
                let rosters = Rosters(DemoTenant.tenant)
                let first = try #require(try rosters.claim(roster.id, in: tx, now: now))
                #expect(try rosters.renew(roster.id, run: first, in: tx, now: now))
                let second = try #require(try rosters.claim(roster.id, in: tx, now: now.adding(seconds: 601)))
                try rosters.finish(
                    roster.id, run: first, .failed, note: "late", suppressed: 0, isFull: false, differencesURL: nil,
                    in: tx, now: now)
                return try (
                    rosters.renew(roster.id, run: first, in: tx, now: now),
                    rosters.renew(roster.id, run: second, in: tx, now: now)
                )
            }
            #expect(renewed == (false, true))
            #expect(try await teacher.roster().state == .good)
            #expect(try await teacher.background() == .running)
        }
    }

    @Test("A platform that was switched off is read again once it is on", arguments: Engine.underTest)
    func paused(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            let roster = try await teacher.roster()
            let tenant = DemoTenant.tenant
            let clock = service.services.world
            let waiting: @Sendable () async throws -> OutboxEntry? = {
                try await service.services.database.read {
                    try OutboxQueue.unfinished(RosterSchedule.topic, roster.id.bytes, tenant: tenant, in: $0)
                }
            }
            let set: @Sendable (Bool) async throws -> Void = { isActive in
                try await service.services.database.write {
                    _ = try $0.execute("update registration set active = \(isActive)")
                }
            }
            try await set(false)
            let payload = try JSONDocument(parsing: Array(#"{"roster":"\#(roster.id)"}"#.utf8))
            try await service.services.database.write { _ = try $0.execute("delete from outbox") }
            let outcome = await RosterSchedule(service.services).deliver(
                OutboxDelivery(
                    id: 1, tenant: tenant, topic: RosterSchedule.topic, orderingKey: nil, payload: payload,
                    attempt: 1, enqueuedAt: clock.now()))
            #expect(outcome == .delivered("the platform or its deployment isn't active"))
            #expect(try #require(try await waiting()).dueAt > clock.now().adding(seconds: 3_600))
            try await service.services.database.write { _ = try $0.execute("delete from outbox") }
            try await set(true)
            _ = try await service.visit().launch("tides", as: "u-2001")
            #expect(try await waiting() != nil)
        }
    }
}

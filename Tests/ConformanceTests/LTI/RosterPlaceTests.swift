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

@Suite("Where rosters are read, and what keeps them from it", .serialized)
struct RosterPlaceTests {
    private static let service = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

    @Test(
        "A course whose links lead to two groups is known by its id, though each link names a roster address of its own",
        arguments: Engine.underTest)
    func addressPerBlock(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .rosterPerBlock) { service in
            let teacher = PickerVisit(service)
            let picker = try await teacher.open()
            let page = try await teacher.browser.get(try #require(picker.links.first { $0.contains("group=new") }))
            _ = try await teacher.carry(teacher.submit(page, ["course"], [("name", "Second")]))
            let second = try #require(await service.lms.links.last)
            _ = try await service.visit().launch(second.id, as: "u-1002")
            _ = try await service.visit().launch("tides", as: "u-1001")
            let visit = try await RosterVisit.open(service)
            try await visit.sync()
            #expect(try await visit.roster().state == .mixed)
            #expect(try await service.statuses().filter { $0.value == .active }.keys.sorted() == ["u-1001"])
            let addresses = Set(await service.lms.requests.map(\.path).filter { $0.contains("/memberships/") })
            #expect(addresses.contains { $0.contains("course-42-tides") })
        }
    }

    @Test(
        "A roster moves with its link's address at a learner's launch too, and is read there",
        arguments: Engine.underTest)
    func moved(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let new = service.lmsURL + "/api/memberships/moved"
            await service.tamper(
                Self.service, ["context_memberships_url": .string(new), "service_versions": ["2.0"]])
            _ = try await service.visit().launch("tides", as: "u-1001")
            #expect(try await teacher.roster().membershipsURL == new)
            #expect(try await teacher.background() == .done(.good))
            #expect(
                await service.lms.requests.last { $0.path.contains("/memberships/") }?.path.contains("moved") == true)
        }
    }

    @Test("Why a roster can't be read stands on the pages of staff until it is read again", arguments: Engine.underTest)
    func blocked(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let admin = try await PickerVisit.administrator(of: service)
            let group = "\(service.publicURL)/admin/cohorts/\(service.demo.cohort)"
            #expect(try await admin.get(group).text.contains("up to date"))
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            let question = try await admin.submit(admin.get(address).form(to: "/active"))
            _ = try await admin.submit(question.form(to: "/active"))
            guard case .impossible = try await teacher.background() else {
                Issue.record("a platform that is switched off was read")
                return
            }
            let shown = try await admin.get(group).text
            #expect(
                shown.contains("not read at present") && shown.contains("isn’t active")
                    || shown.contains("isn&#39;t active"))
            #expect(try await service.enrolments().allSatisfy { $0.status == .active })
            _ = try await admin.submit(admin.get(address).form(to: "/active"))
            try await service.eventually("read again") { try await teacher.roster().state == .good }
            #expect(try await !admin.get(group).text.contains("not read at present"))
        }
    }

    @Test("Sending a given-up reading again makes no second chain of readings", arguments: Engine.underTest)
    func oneChain(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await service.untilNext { ($0 ?? 0) > 80_000 }
            let roster = try await teacher.roster()
            let now = service.services.world.now()
            let dead = try await service.services.database.write { tx in
                let id = try OutboxQueue.enqueue(
                    OutboxMessage(
                        tenant: DemoTenant.tenant, topic: RosterSchedule.topic, orderingKey: roster.id.bytes,
                        payload: ["roster": .string(roster.id.description)], dueAt: now.adding(seconds: 90_000)),
                    in: tx, now: now)
                // Older than the one that waits, as one is that was given up before.
                _ = try tx.execute("update outbox set state = 2, id = \(-1) where id = \(id)")
                return Int64(-1)
            }
            let admin = try await PickerVisit.administrator(of: service)
            let page = try await admin.get("\(service.publicURL)/admin/outbox/\(dead)")
            #expect(try await admin.submit(page.form(to: "/replay")).status == 200)
            try await service.eventually("delivered") {
                try await service.services.database.read { tx in
                    try OutboxQueue.find(dead, tenant: DemoTenant.tenant, in: tx)?.state == .delivered
                }
            }
            #expect(try await service.waiting(RosterSchedule.topic) == 1)
        }
    }

    @Test(
        "A list that names nobody's group, where groups lead to groups here, adds and drops nobody",
        arguments: Engine.underTest)
    func groupless(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            await service.lms.setGroups([
                DemoGroup(id: "g-1", name: "North", set: "Places", members: ["u-1001", "u-1002"]),
                DemoGroup(id: "g-2", name: "South", set: "Places", members: ["u-1003"]),
            ])
            let desk = try await GroupDesk.open(service)
            _ = try await desk.read()
            _ = try await desk.leadSet()
            try await desk.until { $0["North"] == ["u-1001", "u-1002"] && $0["South"] == ["u-1003"] }
            for _ in 0..<2 { try await desk.readRosters() }
            let before = try await desk.members()
            await service.lms.setGroups([])
            await service.lms.add(.learner("late-1"))
            for _ in 0..<3 { try await desk.readRosters() }
            #expect(try await desk.members() == before)
            let states = try await service.services.database.read { tx in
                try tx.rows("select distinct state from roster").map { try $0.text(0) }
            }
            #expect(states == [PlatformRoster.State.unclear.rawValue])
        }
    }

    @Test("A teacher opens the work of a learner whom a group of the platform's course led to another group")
    func reviewOfGroup() async throws {
        try await RunningService.with { service in
            await service.lms.setGroups([DemoGroup(id: "g-2", name: "South", set: "Places", members: ["u-1003"])])
            let desk = try await GroupDesk.open(service)
            _ = try await desk.read()
            _ = try await desk.leadSet()
            try await desk.until { $0["South"] == ["u-1003"] }
            try await service.finish("tides", as: "u-1003")
            #expect(try await desk.lastLanding() == "South")
            let page = try await service.visit().review("u-1003", as: "u-2001", in: service)
            #expect(page.status == 200 && page.text.contains("Chloé Martin") && page.text.contains("Evidence"))
        }
    }
}

extension PlatformProfile {
    /// Open edX: each block names its own address of the course's one list.
    static let rosterPerBlock: PlatformProfile = {
        var profile = PlatformProfile.openEdX
        profile.narrowsToLinkMembers = false
        return profile
    }()
}

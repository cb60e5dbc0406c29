import Access
import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import LTI
import PersonalData
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Rosters of platforms", .serialized)
struct RosterTests {
    private static let service = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

    @Test(
        """
        LTI-NRPS-01, LTI-NRPS-02, LTI-NRPS-03, LTI-NRPS-09: the first launch of an instructor brings the course's \
        learners into the group
        """, arguments: Engine.underTest)
    func first(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let page = try await service.visit().launch("tides", as: "u-2001")
            #expect(page.status == 200)
            try await service.until { $0.count == 4 && $0.allSatisfy { $0.status == .active && $0.source == .nrps } }
            let asked = try #require(await service.lms.requests.first { $0.path.contains("/memberships/") })
            #expect(asked.accept == "application/vnd.ims.lti-nrps.v2.membershipcontainer+json")
            #expect(asked.path.contains("limit=100"))
            let scopes = await service.lms.askedScopes
            #expect(scopes.contains(["https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"]))
            await service.tamper(Self.service, nil)
            #expect(try await service.visit().launch("tides", as: "u-2001").status == 200)
        }
    }

    @Test("LTI-NRPS-08: pages are followed to the end, however many members they have", arguments: ["d2l", "moodle"])
    func pages(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            for number in 1...7 {
                await service.lms.add(.learner("extra-\(number)"))
            }
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            #expect(try await service.enrolments().count == 11)
        }
    }

    @Test("LTI-NRPS-04, LTI-NRPS-05, LTI-NRPS-16: a member with only id and short role is the one who launches later")
    func sameUser() async throws {
        try await RunningService.with(profile: .nameless) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let before = try await service.enrolments()
            #expect(before.count == 4)
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1003")))
            #expect(try await Set(service.enrolments().map(\.person)) == Set(before.map(\.person)))
        }
    }

    @Test("LTI-NRPS-06, LTI-NRPS-12: inactive pauses, active resumes, Deleted in a difference drops, others stay")
    func statuses() async throws {
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            await service.lms.set(.inactive, of: "u-1001")
            await service.lms.remove(person: "u-1002")
            #expect(try await teacher.background() == .done(.good))
            let changed = try await service.statuses()
            #expect(changed["u-1001"] == .paused && changed["u-1002"] == .dropped)
            #expect(changed["u-1003"] == .active && changed["u-1004"] == .active)
            await service.lms.set(.active, of: "u-1001")
            #expect(try await teacher.background() == .done(.good))
            #expect(try await service.statuses()["u-1001"] == .active)
        }
    }

    @Test(
        """
        LTI-NRPS-07, COH-ENR-06: who is missing from two whole lists is dropped, nobody from a broken one; who returns \
        is taken up again
        """,
        arguments: Engine.underTest)
    func missing(engine: Engine) async throws {
        try await RunningService.with(engine, profile: .smallPages) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let before = try await service.enrolments()
            let gone = try #require(await service.lms.people.first { $0.id == "u-1003" })
            await service.lms.remove(person: "u-1003")
            await service.lms.failRoster(atPage: 2)
            let broken = try await teacher.sync()
            #expect(broken.contains("couldn’t be read"))
            #expect(try await service.statuses().values.allSatisfy { $0 == .active })
            await service.lms.failRoster(atPage: nil)
            try await teacher.sync()
            #expect(try await service.statuses()["u-1003"] == .active)
            try await teacher.sync()
            #expect(try await service.statuses()["u-1003"] == .dropped)
            await service.lms.add(gone)
            try await teacher.sync()
            #expect(try await service.statuses()["u-1003"] == .active)
            #expect(try await Set(service.enrolments().map(\.id)) == Set(before.map(\.id)))
        }
    }

    @Test(
        "LTI-NRPS-11, LTI-NRPS-21: differences are read where offered, all where they are forgotten, and all every week"
    )
    func differences() async throws {
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            await service.lms.add(.learner("late-1"))
            #expect(try await teacher.background() == .done(.good))
            let last = try #require(await service.lms.requests.last { $0.path.contains("/memberships/") })
            #expect(last.path.contains("/since/") && !last.path.contains("limit"))
            #expect(try await service.statuses()["late-1"] == .active)
            await service.lms.forgetChanges()
            await service.lms.add(.learner("late-2"))
            #expect(try await teacher.background() == .done(.good))
            #expect(try await service.statuses()["late-2"] == .active)
            await service.lms.remove(person: "u-1001")
            await service.lms.dropChanges()
            for _ in 0..<2 {
                try await service.forgetFullReading()
                #expect(try await teacher.background() == .done(.good))
            }
            #expect(try await service.statuses()["u-1001"] == .dropped)
        }
    }

    @Test(
        "LTI-NRPS-13, LTI-NRPS-14: links to several groups are asked for one by one; where that fails nobody is added"
    )
    func byLink() async throws {
        for name in ["strict", "d2l", "moodle"] {
            try await RunningService.with(profile: try #require(.named(name))) { service in
                let teacher = PickerVisit(service)
                let picker = try await teacher.open()
                let page = try await teacher.browser.get(try #require(picker.links.first { $0.contains("group=new") }))
                _ = try await teacher.carry(teacher.submit(page, ["course"], [("name", "Second")]))
                let second = try #require(await service.lms.links.last)
                await service.lms.restrict("tides", to: ["u-1001", "u-1002"])
                _ = try await service.visit().launch(second.id, as: "u-2001")
                _ = try await service.visit().launch("tides", as: "u-1001")
                let visit = try await RosterVisit.open(service)
                try await visit.sync()
                let parameter = name == "d2l" ? "rlid=" : "rlid=tides"
                let asked = await service.lms.requests.filter { $0.path.contains(parameter) }
                #expect(!asked.isEmpty)
                let expected = name == "strict" ? ["u-1001", "u-1002"] : ["u-1001"]
                #expect(try await service.statuses().filter { $0.value == .active }.keys.sorted() == expected)
                #expect(try await visit.roster().state == (name == "strict" ? .good : .mixed))
                await service.lms.remove(person: "u-1001")
                let shown = try await visit.sync()
                #expect(shown.contains("who belongs to which") == (name != "strict"))
                try await visit.sync()
                #expect(try await service.statuses()["u-1001"] == .dropped)
            }
        }
    }

    @Test("LTI-NRPS-17: names that a later list leaves out stay; a platform without profiles keeps none")
    func names() async throws {
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            #expect(try await teacher.sync().contains("Amina Haddad"))
        }
        try await RunningService.with(profile: .nameless) { service in
            let teacher = try await RosterVisit.open(service)
            let page = try await teacher.sync()
            #expect(!page.contains("Amina") && !page.contains("amina@"))
        }
    }

    @Test(
        "LTI-NRPS-18: of two readings at once one is made; the button says that the other runs",
        arguments: Engine.underTest)
    func atOnce(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let roster = try await teacher.roster().id
            let outcomes = try await withThrowingTaskGroup(of: SyncRoster.Outcome.self) { group in
                for _ in 0..<5 {
                    group.addTask { try await SyncRoster(service.services).run(roster, tenant: DemoTenant.tenant) }
                }
                return try await group.reduce(into: [SyncRoster.Outcome]()) { $0.append($1) }
            }
            #expect(outcomes.allSatisfy { $0 == .running || $0 == .done(.good) })
            let now = service.services.world.now()
            let claims = try await service.services.database.write { tx in
                try (0..<2).map { _ in try Rosters(DemoTenant.tenant).claim(roster, in: tx, now: now) }
            }
            #expect(claims[0] != nil && claims[1] == nil)
            #expect(try await teacher.press().status == 409)
        }
    }

    @Test("LTI-NRPS-20: a person whose data was erased doesn't come back by a roster", arguments: Engine.underTest)
    func erased(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let person = try #require(try await service.person("u-1004"))
            let (now, vault, world) = (service.services.world.now(), service.services.vault, service.services.world)
            try await service.services.database.write { tx in
                let reference = PersonReference(tenant: DemoTenant.tenant, person: person, accountName: "")
                _ = try ConnectionsEraser().erase(reference, in: tx, at: now)
                _ = try People(vault: vault, world: world).destroyKey(
                    of: person, DemoTenant.tenant, in: tx, at: now)
            }
            let page = try await teacher.sync()
            #expect(page.contains("Left out") && !page.contains("ليلى"))
            #expect(try await service.person("u-1004") == nil)
        }
    }

    @Test("When most members are suddenly gone nobody is dropped until staff say so")
    func doubtful() async throws {
        try await RunningService.with { service in
            for number in 1...20 { await service.lms.add(.learner("extra-\(number)")) }
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            for number in 1...20 { await service.lms.remove(person: "extra-\(number)") }
            await service.lms.dropChanges()
            try await service.forgetFullReading()
            #expect(try await teacher.background() == .done(.doubtful))
            #expect(try await service.statuses().values.allSatisfy { $0 == .active })
            try await teacher.sync()
            #expect(try await service.statuses().values.count { $0 == .dropped } == 20)
        }
    }

    @Test(
        "Our own staff see how a list stands, on the overview where it needs a look, and say on the group's page what to do"
    )
    func administrators() async throws {
        try await RunningService.with { service in
            for number in 1...20 { await service.lms.add(.learner("extra-\(number)")) }
            _ = try await RosterVisit.open(service).sync()
            let admin = try await PickerVisit.administrator(of: service)
            let (home, place) = (
                service.publicURL + "/admin/", "\(service.publicURL)/admin/cohorts/\(service.demo.cohort)"
            )
            let good = try await admin.get(place)
            #expect(good.text.contains("Participants of the learning platform · ") && good.text.contains("up to date"))
            #expect(good.forms.count { $0.action.contains("/rosters/") } == 1)
            #expect(try await !admin.get(home).text.contains("need a look"))
            for number in 1...20 { await service.lms.remove(person: "extra-\(number)") }
            let asked = try await admin.submit(good.form(to: "/rosters/"))
            #expect(asked.text.contains("remove who is missing"))
            #expect(try await service.statuses().values.allSatisfy { $0 == .active })
            let overview = try await admin.get(home)
            #expect(overview.text.contains("need a look") && overview.links.contains { place.hasSuffix($0) })
            let confirm = try #require(
                asked.forms.first { form in
                    form.action.contains("/rosters/") && form.fields.contains { $0.name == "drops" }
                })
            #expect(try await admin.submit(confirm).status == 200)
            #expect(try await service.statuses().values.count { $0 == .dropped } == 20)
            #expect(try await !admin.get(home).text.contains("need a look"))
        }
    }

    @Test("A roster of two thousand comes in by pages, a bounded number of members in a transaction")
    func many() async throws {
        try await RunningService.with(profile: .largeRoster) { service in
            for number in 1...2_000 { await service.lms.add(.learner("many-\(number)")) }
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            #expect(try await service.enrolments().count == 2_004)
        }
    }
}

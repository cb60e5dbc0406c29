import Cohorts
import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Groups of platforms' courses (Course Groups Service 1.0)", .serialized)
struct CourseGroupsTests {
    private static let groups = [
        DemoGroup(id: "g-1", name: "North", set: "Places", members: ["u-1001", "u-1002"]),
        DemoGroup(id: "g-2", name: "South", set: "Places", members: ["u-1003"]),
        DemoGroup(id: "g-3", name: "Choir", members: ["u-1001"]),
    ]

    @Test("Groups and sets are read page by page with their own media types and scope", arguments: ["strict", "d2l"])
    func reading(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            await service.lms.setGroups(Self.groups)
            let desk = try await GroupDesk.open(service)
            let page = try await desk.read()
            for words in ["Places · North", "Places · South", "Choir"] { #expect(page.text.contains(words)) }
            let heard = await service.lms.requests.filter { $0.path.contains("/api/groups/") }
            let types = Set(heard.compactMap(\.accept))
            #expect(types.count == 2 && types.allSatisfy { $0.hasPrefix("application/vnd.ims.lti-gs.v1.contextgroup") })
            #expect(
                await service.lms.askedScopes.contains([
                    "https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly"
                ]))
        }
    }

    @Test(
        "A group leads to a group here: its members belong to it, the others to the link's", arguments: Engine.underTest
    )
    func leading(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            await service.lms.setGroups(Self.groups)
            let desk = try await GroupDesk.open(service)
            _ = try await desk.read()
            #expect(try await desk.lead("South", to: "own").status == 200)
            try await desk.until { $0["South"] == ["u-1003"] }
            for _ in 0..<2 { try await desk.readRosters() }
            try await desk.until { $0["Autumn group"] == ["u-1001", "u-1002", "u-1004"] }
            let asked = await service.lms.requests.contains { $0.path.contains("groups=true") }
            #expect(asked)
        }
    }

    @Test("Each group of a set gets a group of its name at once, and no second one by a repeat")
    func set() async throws {
        try await RunningService.with { service in
            await service.lms.setGroups(Self.groups)
            let desk = try await GroupDesk.open(service)
            _ = try await desk.read()
            for _ in 0..<2 { #expect(try await desk.leadSet().status == 200) }
            try await desk.until { $0["North"] == ["u-1001", "u-1002"] && $0["South"] == ["u-1003"] }
            let cohorts = try await desk.cohorts().map(\.name).sorted()
            #expect(cohorts == ["Autumn group", "Default", "North", "South"])
        }
    }

    @Test("Who changes group is added there at once and leaves the old one by the platform's policy")
    func moving() async throws {
        try await RunningService.with { service in
            await service.lms.setGroups(Self.groups)
            let desk = try await GroupDesk.open(service)
            _ = try await desk.read()
            _ = try await desk.leadSet()
            try await desk.until { $0["North"] == ["u-1001", "u-1002"] && $0["South"] == ["u-1003"] }
            var moved = Self.groups
            moved[0].members = ["u-1001"]
            moved[1].members = ["u-1002", "u-1003"]
            await service.lms.setGroups(moved)
            try await desk.readRosters()
            let between = try await desk.members()
            #expect(between["South"] == ["u-1002", "u-1003"] && between["North"] == ["u-1001", "u-1002"])
            try await desk.readRosters()
            #expect(try await desk.members()["North"] == ["u-1001"])
        }
    }

    @Test(
        "A launch lands in the group of its learner: by the last reading, or by what the launch itself says",
        arguments: ["strict", "moodle"])
    func landing(profile: String) async throws {
        try await RunningService.with(profile: try #require(.named(profile))) { service in
            await service.lms.setGroups(Self.groups)
            let desk = try await GroupDesk.open(service)
            _ = try await desk.read()
            _ = try await desk.leadSet()
            try await desk.until { $0["North"] == ["u-1001", "u-1002"] && $0["South"] == ["u-1003"] }
            if profile == "moodle" {
                var moved = Self.groups
                moved[1].members = ["u-1003", "u-1004"]
                await service.lms.setGroups(moved)
                let teacher = PickerVisit(service)
                _ = try await teacher.place()
                let placed = try #require(await service.lms.links.last)
                #expect(service.isCoursePage(try await service.visit().launch(placed.id, as: "u-1004")))
                #expect(try await desk.members()["South"] == ["u-1003", "u-1004"])
            } else {
                #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1003")))
                #expect(try await desk.lastLanding() == "South")
                #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1004")))
                #expect(try await desk.lastLanding() == "Autumn group")
            }
        }
    }

    @Test("A platform without the service has no such page, and rosters are read as ever")
    func without() async throws {
        try await RunningService.with(profile: .openEdX) { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let page = try await service.platformPage()
            #expect(!page.links.contains { $0.hasSuffix("/groups") })
            #expect(try await service.enrolments().count == 4)
        }
    }
}

import Database
import HTTPTypes
import JSON
import Outbox
import TestWorld
import Testing
import Values
import Workflows

@Suite("Deliveries on the pages of staff")
struct DeliveryPagesTests {
    private typealias House = PagesHouse

    @Test("A delivery says for which platform and link it is, and leads to the learner's page without a name")
    func about() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let (platform, link) = try await house.addLink(title: "Week one")
            let id = try await house.addScore(link: link, platform, ada)
            for path in ["/admin/outbox", "/admin/outbox/\(id)"] {
                let page = try await house.get(path, headers)
                #expect(page.words.contains("School LMS") && page.words.contains("Week one"), "\(path)")
                #expect(
                    page.text.contains("/admin/platforms/\(platform)") && page.text.contains("/admin/links/\(link)"))
                #expect(page.text.contains("/admin/enrolments/\(ada.enrolment)") && !page.text.contains("Ada"))
            }
        }
    }

    @Test("The list is narrowed by state, topic and platform together, and keeps that while it is paged")
    func narrowed() async throws {
        try await House.with { house in
            let headers = try await house.administrator()
            let (platform, link) = try await house.addLink(title: "Week one")
            for _ in 0..<51 { try await house.add("ags.lineitem", platform, isDead: true, link: link) }
            let other = try await house.add("pns.subscribe", platform, isDead: true)
            let foreign = try await house.add("ags.lineitem", house.services.world.newID(), isDead: true)
            let path = "/admin/outbox?state=dead&topic=ags.lineitem&platform=\(platform)"
            let page = try await house.get(path, headers)
            #expect(page.text.matches(of: /"\/admin\/outbox\/\d+"/).count == 50)
            #expect(!page.text.contains("\"/admin/outbox/\(other)\"") && !page.text.contains("outbox/\(foreign)\""))
            let older = String(try #require(page.text.firstMatch(of: /href="([^"]+)" rel="next"/)).output.1)
            let rest = try await house.get(older.replacing("&amp;", with: "&"), headers)
            #expect(rest.text.matches(of: /"\/admin\/outbox\/\d+"/).count == 1)
            #expect(rest.text.contains(#"<option value="ags.lineitem" selected>"#))
        }
    }

    @Test(
        "All that was given up for a platform is sent again by one button, another platform's and what went stays",
        arguments: Engine.underTest)
    func sendAll(engine: Engine) async throws {
        try await House.with(engine) { house in
            let headers = try await house.administrator()
            let platform = try await house.addLink(title: "Week one").platform
            let other = house.services.world.newID()
            for _ in 0..<3 { try await house.add("ags.score", platform, isDead: true) }
            try await house.add("nrps.sync", platform, isDead: true)
            let waiting = try await house.add("ags.score", platform, isDead: false)
            try await house.add("ags.score", other, isDead: true)
            #expect(try await !house.get("/admin/outbox", headers).text.contains("/admin/outbox/replay"))
            let page = try await house.get("/admin/outbox?platform=\(platform)&topic=ags.score", headers)
            #expect(page.words.contains("Send again all that was given up for School LMS"))
            let fields = [("form_token", page.formToken), ("platform", "\(platform)"), ("topic", "ags.score")]
            #expect(try await house.post("/admin/outbox/replay", fields, headers).status == .seeOther)
            #expect(try await house.states(of: platform, "ags.score") == [.waiting: 4])
            #expect(try await house.states(of: platform, "nrps.sync") == [.dead: 1])
            #expect(try await house.states(of: other, "ags.score") == [.dead: 1])
            #expect(try await house.dueAt(waiting) == house.world.now.adding(seconds: 60))
            let all = [("form_token", page.formToken), ("platform", "\(platform)"), ("topic", "")]
            _ = try await house.post("/admin/outbox/replay", all, headers)
            #expect(try await house.states(of: platform, "nrps.sync") == [.waiting: 1])
            #expect(try await house.auditVerbs().filter { $0 == "outbox.replay" }.count == 2)
        }
    }
}

extension PagesHouse {
    fileprivate func addScore(
        link: UUID16, _ platform: UUID16, _ learner: (person: UUID16, enrolment: UUID16)
    ) async throws -> Int64 {
        let now = world.now
        let message = OutboxMessage(
            tenant: Self.tenant, topic: "ags.score", person: learner.person, party: platform,
            payload: [
                "link": .string(link.description), "person": .string(learner.person.description),
                "enrolment": .string(learner.enrolment.description),
            ])
        return try await services.database.write { try OutboxQueue.enqueue(message, in: $0, now: now) }
    }

    @discardableResult
    fileprivate func add(
        _ topic: String, _ platform: UUID16, isDead: Bool, link: UUID16? = nil
    ) async throws -> Int64 {
        let now = world.now
        let message = OutboxMessage(
            tenant: Self.tenant, topic: topic, party: platform,
            payload: ["link": .string(link?.description ?? "")], dueAt: now.adding(seconds: 60))
        return try await services.database.write { tx in
            let id = try OutboxQueue.enqueue(message, in: tx, now: now)
            if isDead { try tx.execute("update outbox set state = 2, finished_at = \(now) where id = \(id)") }
            return id
        }
    }

    fileprivate func states(of platform: UUID16, _ topic: String) async throws -> [OutboxState: Int] {
        try await services.database.read {
            try OutboxQueue.counts(Self.tenant, OutboxFilter(topic: topic, party: platform), in: $0)
        }
    }

    fileprivate func dueAt(_ id: Int64) async throws -> Instant? {
        try await services.database.read { try OutboxQueue.find(id, tenant: Self.tenant, in: $0)?.dueAt }
    }
}

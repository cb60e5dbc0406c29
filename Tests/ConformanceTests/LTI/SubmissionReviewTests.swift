import Cohorts
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

@Suite("Submission review", .serialized)
struct SubmissionReviewTests {
    private static let claim = "https://purl.imsglobal.org/spec/lti/claim/"
    private static let endpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

    @Test(
        "An instructor opens a learner's work from the gradebook: progress, scores, evidence; the reading is recorded",
        arguments: Engine.underTest)
    func instructor(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            try await service.finish("tides", as: "u-1001")
            let teacher = service.visit()
            let page = try await teacher.review("u-1001", as: "u-2001", in: service)
            #expect(page.status == 200 && page.url.hasPrefix(service.publicURL + "/lti/review/"))
            #expect(page.text.contains("Amina Haddad") && page.text.contains("Evidence"))
            let enrolment = try #require(try await service.enrolments().first)
            #expect(page.text.contains(enrolment.registration.description))
            let audited = try await service.audited("learner.read", about: enrolment.person)
            #expect(audited == ["review"])

            let unknown = try await teacher.review("u-1003", as: "u-2001", in: service)
            #expect(unknown.status == 200 && unknown.text.contains("hasn’t opened the course yet"))
            #expect(!unknown.text.contains("Amina"))
        }
    }

    @Test("A learner sees their own work, and nobody else's")
    func learner() async throws {
        try await RunningService.with { service in
            try await service.finish("tides", as: "u-1001")
            _ = try await service.visit().launch("tides", as: "u-1002")
            let own = try await service.visit().review("u-1001", as: "u-1001", in: service)
            #expect(own.status == 200 && own.text.contains("Amina Haddad"))
            let foreign = try await service.visit().review("u-1001", as: "u-1002", in: service)
            #expect(foreign.status == 403 && !foreign.text.contains("Amina"))
        }
    }

    @Test("A review without whom it is about, line item, roles or user, or of an anonymous visitor, is refused")
    func badPayloads() async throws {
        try await RunningService.with { service in
            _ = try await service.visit().launch("tides", as: "u-1001")
            let bad: [(String, JSONNode?)] = [
                (Self.claim + "for_user", nil), (Self.claim + "for_user", [:]),
                (Self.claim + "for_user", ["user_id": ""]), (Self.claim + "for_user", ["user_id": 7]),
                (Self.endpoint, nil), (Self.endpoint, ["scope": []]), (Self.claim + "roles", nil), ("sub", nil),
            ]
            for (name, value) in bad {
                await service.tamper(name, value)
                let page = try await service.visit().review("u-1001", as: "u-2001", in: service)
                #expect(page.status == 400, "\(name)")
            }
            await service.lms.tamper(with: .broken { $0.signature = .foreignKey })
            #expect(try await service.visit().review("u-1001", as: "u-2001", in: service).status == 401)
        }
    }

    @Test("A review of a line item without its link is found by the line item; one of no course of ours says so")
    func byLineItem() async throws {
        try await RunningService.with { service in
            try await service.finish("tides", as: "u-1001")
            await service.tamper(Self.claim + "resource_link", nil)
            let page = try await service.visit().review("u-1001", as: "u-2001", in: service)
            #expect(page.status == 200 && page.text.contains("Amina Haddad"))
            _ = try await service.visit().launch("later", as: "u-2001")
            let unbound = try await service.visit().review("u-1001", as: "u-2001", link: "later", in: service)
            #expect(unbound.status == 200 && !unbound.text.contains("Amina"))
        }
    }

    @Test("Items that are placed, and line items that are made, ask for reviews where the platform says it has them")
    func declared() async throws {
        try await RunningService.with { service in
            let picker = PickerVisit(service)
            var placed = try await picker.place()
            #expect(placed.items.first?["lineItem"]?["submissionReview"] == nil)
            let visit = RegistrationVisit(service)
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            // Another registration is another platform: the first one's group takes a code there.
            let courses = try await picker.open()
            let new = try await picker.browser.get(try #require(courses.links.first { $0.contains("group=new") }))
            _ = try await picker.carry(picker.submit(new, ["course"], [("name", "Second")]))
            placed = try #require(await service.lms.placements.last)
            let review = try #require(placed.items.first?["lineItem"]?["submissionReview"])
            #expect(review["url"]?.string == service.publicURL + "/lti/launch")
            #expect(review["reviewableStatus"]?.list?.compactMap(\.string).contains("Completed") == true)
        }
        var profile = PlatformProfile.strict
        profile.namesLineItem = false
        try await RunningService.with(profile: profile) { service in
            let visit = RegistrationVisit(service)
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            try await service.finish("tides", as: "u-1001")
            try await service.eventually("the score") { await !service.lms.gradebook.history.isEmpty }
            let item = try #require(await service.lms.gradebook.lineItems.first)
            #expect(item.submissionReview?["label"]?.string == "Lectern")
            let page = try await service.visit().review("u-1001", as: "u-2001", in: service)
            #expect(page.status == 200 && page.text.contains("Amina Haddad"))
        }
    }
}

extension LearnerVisit {
    /// Signs in at the LMS and opens a learner's work from the gradebook.
    func review(
        _ user: DemoPerson.ID, as person: DemoPerson.ID, link: DemoLink.ID = "tides", in service: RunningService
    ) async throws -> Page {
        _ = try await browser.post(service.lmsURL + "/be", form: URLEncodedForm([("person", person)]))
        let item = await service.lms.gradebook.lineItems.first { $0.resourceLinkID == link }
        let id = try #require(item).id
        return try await followingPosts(browser.get(service.lmsURL + "/gradebook/\(id)/\(user)/start"))
    }

    /// Opens what the tool holds about somebody.
    func privacy(_ user: DemoPerson.ID, as person: DemoPerson.ID, in service: RunningService) async throws -> Page {
        _ = try await browser.post(service.lmsURL + "/be", form: URLEncodedForm([("person", person)]))
        return try await followingPosts(browser.get(service.lmsURL + "/privacy/\(user)/start"))
    }
}

extension RunningService {
    /// Works through all lessons of a link.
    func finish(_ link: DemoLink.ID, as person: DemoPerson.ID) async throws {
        let visit = visit()
        let course = try await visit.launch(link, as: person)
        for lesson in visit.lessons(on: course) { try await visit.play(visit.open(lesson)) }
    }

    /// The purposes of a verb's audit lines about a person, in order.
    func audited(_ verb: String, about person: UUID16) async throws -> [String] {
        try await services.database.read { tx in
            try tx.rows("select purpose from audit_event where verb = \(verb) and person = \(person) order by id").map {
                try $0.text(0)
            }
        }
    }
}

import Access
import Cohorts
import Connections
import Database
import HTTPTypes
import Hummingbird
import LTI
import TestWorld
import Testing
import Texts
import Values
import Web
import Workflows

@Suite struct LearnerPageTests {
    private typealias House = PagesHouse

    @Test("The course page shows modules, lessons and progress, and never says cohort", arguments: Engine.underTest)
    func coursePage(engine: Engine) async throws {
        try await House.with(engine) { house in
            let school = try await house.addSchool()
            let learner = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(
                person: learner.person, enrolment: learner.enrolment, cohort: school.cohort.id)
            let page = try await house.get(visit.base, visit.headers)
            #expect(page.status == .ok)
            for words in ["Tides", "One", "Two", "Lesson 1", "Lesson 2", "0 of 2 lessons done", "Start"] {
                #expect(page.words.contains(words), "\(words)")
            }
            #expect(!page.text.lowercased().contains("cohort") && !page.text.contains("Autumn Group"))
            #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'self' \(House.platform)") == true)
        }
    }

    @Test("LTI-FRM-09: a visit's pages open with its own proof alone, by cookie or by header")
    func proof() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let one = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let two = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            #expect(try await house.get(one.base, one.headers).status == .ok)
            let header = try #require(HTTPField.Name(LaunchGate.headerName))
            #expect(try await house.get(one.base, [header: one.token]).status == .ok)
            #expect(try await house.get(one.base, [header: two.token]).status == .unauthorized)
            let refused = try await house.get(one.base, two.headers)
            #expect(refused.status == .unauthorized)
            #expect(refused.words.contains("Please open the course again"))
            #expect(refused.headers[.contentSecurityPolicy]?.contains(House.platform) == true)
        }
    }

    @Test("LTI-FRM-10: a visit ends after two hours without use, and when its platform is switched off")
    func ends() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            house.world.advance(seconds: 7_199)
            #expect(try await house.get(visit.base, visit.headers).status == .ok)
            house.world.advance(seconds: 7_201)
            #expect(try await house.get(visit.base, visit.headers).status == .unauthorized)
        }
    }

    @Test("LTI-PST-13: the proof comes by a form into a new window, and never stands in a URL")
    func enter() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let entered = try await house.post(visit.base + "enter", [("token", visit.token)], [site: "same-origin"])
            #expect(entered.status == .seeOther && entered.location == visit.base)
            let cookie = try #require(entered.cookie("__Host-l-" + visit.handle))
            #expect(cookie.contains("Partitioned") && cookie.contains("SameSite=None"))
            let wrong = try await house.post(visit.base + "enter", [("token", "wrong")], [site: "same-origin"])
            #expect(wrong.status == .unauthorized)
        }
    }

    @Test(
        "A browser that doesn't say where a form comes from gets in by the origin that it names, which our page lets it"
    )
    func enterByOrigin() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let entered = try await house.post(
                visit.base + "enter", [("token", visit.token)], [.origin: "http://localhost:8080"])
            #expect(entered.status == .seeOther && entered.cookie("__Host-l-" + visit.handle) != nil)
            let session = try #require(
                try await ReadLaunchSession(house.services).run(handle: visit.handle, token: visit.token))
            let entry = LaunchEntryPage.response(
                session: session, token: visit.token, settings: house.services.settings, language: .en)
            let policy = try #require(HTTPField.Name("Referrer-Policy"))
            #expect(entry.headers[policy] == "same-origin")
        }
    }

    @Test("Another site can't bring somebody into a visit that isn't theirs, nor one kind of visit into another")
    func foreignEntry() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let foreign: [HTTPFields] = [
                [:], [site: "cross-site"], [site: "same-site"], [site: "none"], [.origin: "https://evil.example"],
                [.origin: "null"], [.origin: "http://localhost:8081"],
                [site: "cross-site", .origin: "http://localhost:8080"],
            ]
            for headers in foreign {
                let entered = try await house.post(visit.base + "enter", [("token", visit.token)], headers)
                #expect(entered.status == .forbidden && entered.cookie("__Host-l-" + visit.handle) == nil)
            }
            let picker = try await house.post(
                "/lti/deep-linking/\(visit.handle)/enter", [("token", visit.token)], [site: "same-origin"])
            #expect(picker.status == .unauthorized && picker.cookie("__Host-l-" + visit.handle) == nil)
        }
    }

    @Test("COH-RTK-04: another turn is offered by a note, and nobody else's can be opened")
    func turns() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let bob = try await house.addLearner("Bob", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            #expect(try await house.get(visit.base, visit.headers).words.contains("previous enrolment") == false)
            let foreign = try await house.get(visit.base + "?enrolment=\(bob.enrolment)", visit.headers)
            #expect(foreign.status == .notFound)
            let second = try await house.services.database.write { [services = house.services] tx in
                let cohort = try CohortStore(House.tenant).create(
                    NewCohort(name: "Winter Group"), course: school.course.id, by: "test", world: services.world, in: tx
                )
                return try Enrolments(House.tenant).enrol(
                    ada.person, in: cohort.id, source: .admin, by: "test", world: services.world, tx: tx
                ).orRefusal().id
            }
            let page = try await house.get(visit.base, visit.headers)
            #expect(page.words.contains("previous enrolment") && !page.text.contains("Winter Group"))
            #expect(try await house.get(visit.base + "?enrolment=\(second)", visit.headers).status == .ok)
        }
    }

    @Test("COH-ACC-04 COH-UNL-03: what isn't open yet says when it opens, in the zone of the course, and doesn't open")
    func locks() async throws {
        try await House.with { house in
            let zone = try #require(CohortZone("Asia/Tokyo"))
            let school = try await house.addSchool(zone: zone)
            let ada = try await house.addLearner("Ada", in: school)
            let opens = try #require(LocalDay("2026-12-24")).description
            try await house.services.database.write { tx in
                let unlock = zone.start(of: try #require(LocalDay(opens)))
                try ModuleWindowStore(House.tenant).set(
                    ModuleWindow(module: school.modules[1].id, unlock: .at(unlock)), cohort: school.cohort.id, in: tx)
            }
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let page = try await house.get(visit.base, visit.headers)
            #expect(page.words.contains("Opens 24 December 2026"))
            #expect(!page.text.contains("lessons/\(school.lessons[1].id)"))
            let forced = try await house.post(
                visit.base + "lessons/\(school.lessons[1].id)", [("form_token", page.formToken)], visit.headers)
            #expect(forced.status == .seeOther)
        }
    }

    @Test(
        "COH-ACC-03 COH-ACC-05: closed, coming and past courses say so",
        arguments: [
            (CohortIntent(lifecycle: .published, access: .closed), "not currently active"),
            (
                CohortIntent(lifecycle: .published, access: .open, startsAt: Instant(unixSeconds: 1_900_000_000)),
                "started yet"
            ),
            (
                CohortIntent(lifecycle: .published, access: .open, endsAt: Instant(unixSeconds: 1_700_000_000)),
                "has ended"
            ),
            (CohortIntent(lifecycle: .cancelled, access: .open), "cancelled"),
        ])
    func standing(intent: CohortIntent, words: String) async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            try await house.services.database.write { tx in
                var change = CohortChange()
                change.lifecycle = intent.lifecycle
                change.access = intent.access
                change.startsAt = .set(intent.startsAt)
                change.endsAt = .set(intent.endsAt)
                _ = try CohortStore(House.tenant).update(school.cohort.id, change, now: house.world.now, in: tx)
            }
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let page = try await house.get(visit.base, visit.headers)
            #expect(page.words.contains(words))
            #expect(!page.text.contains("<button"))
        }
    }

    @Test("An Arabic launch gets Arabic pages from right to left, errors too")
    func arabic() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(
                person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id, locale: "ar-SA")
            let page = try await house.get(visit.base, visit.headers)
            #expect(page.text.contains(#"lang="ar" dir="rtl""#))
            #expect(page.words.contains("ابدأ"))
            let missing = try await house.get(visit.base + "lessons/\(school.course.id)/state", visit.headers)
            #expect(missing.status == .notFound && missing.text.contains(#"dir="rtl""#))
        }
    }

    @Test("LTI-FRM-08: a form without its token, or with another visit's, is refused")
    func forgery() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let one = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let two = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let token = try await house.get(two.base, two.headers).formToken
            let path = one.base + "lessons/\(school.lessons[0].id)"
            #expect(!token.isEmpty)
            #expect(try await house.post(path, [], one.headers).status == .forbidden)
            #expect(try await house.post(path, [("form_token", token)], one.headers).status == .forbidden)
        }
    }

    @Test("A learner of a link that nobody set up is told to come back later; a hostile title stays text")
    func notSetUp() async throws {
        try await House.with { house in
            let school = try await house.addSchool(title: "<b>Tides</b>")
            let ada = try await house.addLearner("Ada", in: school)
            let unset = try await house.visit(person: ada.person, enrolment: nil, cohort: nil)
            #expect(try await house.get(unset.base, unset.headers).words.contains("isn’t ready yet"))
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            #expect(try await house.get(visit.base, visit.headers).text.contains("&lt;b&gt;Tides&lt;/b&gt;"))
        }
    }

    @Test("A lesson's state reads itself again without a script until it is done")
    func lessonState() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            let page = try await house.get(visit.base + "lessons/\(school.lessons[0].id)/state", visit.headers)
            #expect(page.text.contains(#"http-equiv="refresh""#) && page.words.contains("Not started"))
            #expect(!page.text.contains("<script"))
        }
    }
}

import Access
import Cohorts
import Connections
import Database
import HTTPTypes
import LTI
import Testing
import Values
import Web
import Workflows

@Suite struct InstructorPageTests {
    private typealias House = PagesHouse

    @Test("COH-ROST-01: an instructor sees the cohort's learners with progress, and the reading is recorded")
    func roster() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada <i>Lovelace</i>", in: school)
            let teacher = try await house.addLearner("Grace", in: try await house.otherSchool())
            let visit = try await house.visit(
                person: teacher.person, enrolment: nil, cohort: school.cohort.id, standing: .instructor)
            #expect(try await house.get(visit.base, visit.headers).location == visit.base + "staff")
            let page = try await house.get(visit.base + "staff", visit.headers)
            #expect(page.text.contains("Ada &lt;i&gt;Lovelace") && page.words.contains("Autumn Group"))
            #expect(!page.words.contains("Grace"))
            #expect(page.text.contains("staff/lessons/\(school.lessons[0].id)"))
            let why = try await house.get(visit.base + "staff/learners/\(ada.enrolment)", visit.headers)
            #expect(why.words.contains("No statement says anything about this lesson yet."))
            let foreign = try await house.get(visit.base + "staff/learners/\(teacher.enrolment)", visit.headers)
            #expect(foreign.status == .notFound)
            let verbs = try await house.auditVerbs()
            #expect(verbs.filter { $0 == "roster.read" }.count == 1)
            #expect(verbs.filter { $0 == "learner.read" }.count == 1)
        }
    }

    @Test("A learner gets none of the instructor's pages")
    func learnersStayOut() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let ada = try await house.addLearner("Ada", in: school)
            let visit = try await house.visit(person: ada.person, enrolment: ada.enrolment, cohort: school.cohort.id)
            #expect(try await house.get(visit.base + "staff", visit.headers).status == .forbidden)
            let page = try await house.get(visit.base, visit.headers)
            let posted = try await house.post(
                visit.base + "staff/setup", [("form_token", page.formToken), ("cohort", "\(school.cohort.id)")],
                visit.headers)
            #expect(posted.status == .forbidden)
        }
    }

    @Test("The instructor of a link that leads nowhere chooses its cohort, once")
    func setUp() async throws {
        try await House.with { house in
            let school = try await house.addSchool()
            let teacher = try await house.addLearner("Grace", in: try await house.otherSchool())
            let link = try await house.addLink()
            let visit = try await house.visit(
                person: teacher.person, enrolment: nil, cohort: nil, standing: .instructor, link: link)
            let page = try await house.get(visit.base + "staff", visit.headers)
            #expect(page.words.contains("Where does this link lead?") && page.words.contains("Autumn Group"))
            let nameless = try await house.post(
                visit.base + "staff/setup",
                [("form_token", page.formToken), ("course", "\(school.course.id)"), ("name", " ")], visit.headers)
            #expect(nameless.status == .unprocessableContent && nameless.text.contains(#"aria-invalid="true""#))
            let chosen = try await house.post(
                visit.base + "staff/setup", [("form_token", page.formToken), ("cohort", "\(school.cohort.id)")],
                visit.headers)
            #expect(chosen.status == .seeOther)
            #expect(try await house.get(visit.base + "staff", visit.headers).words.contains("Tides · Autumn Group"))
            let bound = try await house.services.database.read {
                try ResourceLinks(House.tenant).find(link, in: $0)?.cohort
            }
            #expect(bound == school.cohort.id)
        }
    }
}

extension PagesHouse {
    /// Another course, with a cohort of its own.
    fileprivate func otherSchool() async throws -> School {
        let world = services.world
        return try await services.database.write { tx in
            let course = try CourseStore(Self.tenant).create(
                NewCourse(code: "T-2", title: "Winds"), by: "test", world: world, in: tx)
            let cohort = try CohortStore(Self.tenant).create(
                NewCohort(name: "Other"), course: course.id, by: "test", world: world, in: tx)
            return School(course: course, cohort: cohort, modules: [], lessons: [])
        }
    }

    /// A link as a launch leaves it, without a cohort.
    fileprivate func addLink() async throws -> UUID16 {
        let (id, world) = (services.world.newID(), services.world)
        try await services.database.write { tx in
            try tx.execute(
                """
                insert into resource_link (tenant, id, registration, deployment, link_key, link_id, title,
                    own_lineitem_until_at, grade_scopes, created_at, launched_at)
                values (\(Self.tenant), \(id), \(world.newID()), \(world.newID()), \(id.bytes), 'link', 'A link', 0, '',
                    \(world.now()), \(world.now()))
                """)
        }
        return id
    }
}

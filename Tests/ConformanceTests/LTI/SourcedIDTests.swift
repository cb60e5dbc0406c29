import Database
import DemoJourney
import DemoLMS
import JSON
import LTI
import ServiceWorld
import TestWorld
import Testing

@Suite("Ids of the student information system", .serialized)
struct SourcedIDTests {
    private static let claim: JSONNode = [
        "person_sourcedid": "SIS-PERSON-77", "course_offering_sourcedid": "SIS-OFFER-5",
        "course_section_sourcedid": "SIS-OFFER-5.B",
    ]

    @Test(
        "LTI-CLM-24: a launch's ids are kept, shown to staff and exported with the roster, and may be absent",
        arguments: Engine.underTest)
    func exported(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            let bare = try #require(try await service.completions().first)
            #expect(bare["person_sourced_id"] == "" && bare["course_section_sourced_id"] == "")
            await service.tamper(ClaimName.lis, Self.claim)
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1002")))
            let lines = try await service.completions()
            #expect(Set(lines.map { $0["person_sourced_id"] }) == ["SIS-PERSON-77", ""])
            #expect(lines.count == 2 && lines.allSatisfy { $0["course_offering_sourced_id"] == "SIS-OFFER-5" })
            #expect(lines.allSatisfy { $0["course_section_sourced_id"] == "SIS-OFFER-5.B" })
            #expect(try await service.learnerPage("u-1001").contains("SIS-PERSON-77"))
            #expect(try await !service.learnerPage("u-1002").contains("SIS-"))
        }
    }

    @Test("The id of a person lies sealed, is handed out to them, and is gone after their erasure")
    func personal() async throws {
        try await RunningService.with { service in
            await service.tamper(ClaimName.lis, Self.claim)
            _ = try await service.visit().launch("tides", as: "u-1001")
            #expect(try await !service.databaseHolds("SIS-PERSON-77"))
            #expect(try await service.databaseHolds("SIS-OFFER-5.B"))
            #expect(try await service.handedOut("person/profile.json", to: "u-1001").contains("SIS-PERSON-77"))
            try await service.erase("u-1001")
            #expect(try await service.completions().allSatisfy { $0["person_sourced_id"] == "" })
        }
    }

    @Test("Where a platform's profiles aren't kept, neither is the id of a person; the course's are")
    func policy() async throws {
        try await RunningService.with { service in
            try await service.keepNoProfiles()
            await service.tamper(ClaimName.lis, Self.claim)
            _ = try await service.visit().launch("tides", as: "u-1001")
            let line = try #require(try await service.completions().first)
            #expect(line["person_sourced_id"] == "" && line["course_section_sourced_id"] == "SIS-OFFER-5.B")
        }
    }

    @Test("A roster's lis_person_sourcedid is kept with the member, and a list without it takes nothing away")
    func roster() async throws {
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            let member: JSONNode = ["user_id": "sis-1", "roles": ["Learner"], "name": "Nour"]
            let known: JSONNode = [
                "user_id": "sis-1", "roles": ["Learner"], "name": "Nour", "lis_person_sourcedid": "SIS-PERSON-88",
            ]
            for list in [[known], [member]] {
                await service.lms.answerRoster(with: list)
                try await teacher.sync()
                #expect(try await service.learnerPage("sis-1").contains("SIS-PERSON-88"))
            }
            #expect(try await !service.databaseHolds("SIS-PERSON-88"))
        }
    }
}

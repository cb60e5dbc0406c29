import Access
import Cohorts
import Connections
import Database
import JSON
import LTI
import TestWorld
import Testing
import Values
import Workflows

@Suite("Grades as platforms have them (AGS 2.0 §3.3)")
struct PlatformGradeTests {
    private static let scopes = [GradeScope.score, GradeScope.lineItem, GradeScope.resultReadOnly]

    @Test(
        "LTI-AGS-45, LTI-AGS-46, LTI-AGS-49: the platform's grade is read over all pages, shown, and changes nothing here",
        arguments: Engine.underTest)
    func read(engine: Engine) async throws {
        try await LaunchWorld.with(engine) { world in
            let enrolment = try await world.learnerWithGrades(scopes: Self.scopes)
            world.platform.state.withLock { state in
                state.results = [
                    [["userId": "somebody", "resultScore": 1, "resultMaximum": 1]], [],
                    [["userId": "learner-7", "resultScore": 88, "resultMaximum": 110, "comment": "Well argued"]],
                ]
            }
            let before = try await world.progress(enrolment)
            let grade = try #require(try await world.platformGrades(enrolment).first)
            #expect(grade.result?.scaled == 0.8 && grade.result?.comment == "Well argued")
            #expect(grade.fault == nil && grade.link == "Fire safety")
            let reads = world.platform.state.withLock(\.resultReads)
            #expect(reads.count == 3)
            #expect(reads.allSatisfy { $0.accept == GradeMediaType.resultContainer })
            #expect(reads[0].path == "/items/1/lineitem/results?type_id=1&user_id=learner-7")
            #expect(try await world.progress(enrolment) == before)
        }
    }

    @Test("LTI-AGS-47, LTI-AGS-48: no result and a null score are no grade, and a missing maximum is 1")
    func missing() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades(scopes: Self.scopes)
            #expect(try await world.platformGrades(enrolment).first?.result == nil)
            for (score, scaled) in [(JSONNode.null, nil), (0.8, 0.8)] as [(JSONNode, Double?)] {
                world.platform.state.withLock { state in
                    state.resultReads = []
                    state.results = [[["userId": "learner-7", "resultScore": score]]]
                }
                #expect(try await world.platformGrades(enrolment).first?.result?.scaled == scaled)
            }
        }
    }

    @Test("A platform that doesn't offer results is told as such, and isn't asked")
    func notOffered() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            let grade = try #require(try await world.platformGrades(enrolment).first)
            #expect(grade.fault?.contains(GradeScope.resultReadOnly) == true)
            #expect(world.platform.state.withLock(\.resultReads).isEmpty)
        }
    }
}

extension LaunchWorld {
    fileprivate func platformGrades(_ enrolment: UUID16) async throws -> [PlatformGrade] {
        let staff = StaffPrincipal(tenant: Self.tenant, user: services.world.newID(), roles: Roles([.administrator]))
        return try await ReadPlatformGrades(services).run(enrolment, for: try RosterReader(staff))
    }

    fileprivate func progress(_ enrolment: UUID16) async throws -> Int {
        let now = frozen.now
        return try await services.database.read { tx in
            try CourseProgress.read(enrolment: enrolment, tenant: Self.tenant, now: now, in: tx).done
        }
    }
}

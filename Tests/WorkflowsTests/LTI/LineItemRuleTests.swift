import Cohorts
import Connections
import Database
import JSON
import LTI
import Outbox
import TestWorld
import Testing
import Values
import Workflows

@Suite("Rules of line items (AGS 2.0 §3.2)")
struct LineItemRuleTests {
    private let full = CourseScore(
        activityProgress: .completed, gradingProgress: .fullyGraded, scaled: 0.875, happenedAt: nil)

    @Test("LTI-AGS-03, LTI-AGS-23: a coupled line item gets the score, and the container isn't asked or guessed")
    func coupled() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            try await world.bindLink()
            let item = world.platform.base + "/items/1/lineitem?type_id=1"
            for container in [nil, world.platform.base + "/items?type_id=1"] {
                let claim = JSONNode.compactObject([
                    ("scope", [.string(GradeScope.score), .string(GradeScope.lineItem)]),
                    ("lineitem", .string(item)), ("lineitems", container.map { .string($0) }),
                ])
                let session = try await world.opened([
                    (ClaimName.assignmentAndGrades, claim), ("sub", .string("learner-\(container?.count ?? 0)")),
                ])
                try await world.forgetBeginning()
                _ = try await world.enqueue(full, try #require(session.enrolment))
                #expect(try await world.deliver() == [.delivered("accepted")])
            }
            let heard = world.platform.state.withLock { ($0.itemReads, $0.itemsMade) }
            #expect(heard.0.isEmpty && heard.1.isEmpty)
        }
    }

    @Test("LTI-AGS-05: with the right to read alone an item is found, and none is made")
    func readOnly() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let scopes = [GradeScope.score, GradeScope.lineItemReadOnly]
            let enrolment = try await world.learnerWithGrades(lineItem: false, scopes: scopes)
            _ = try await world.enqueue(full, enrolment)
            #expect(try await world.deliver() != [.delivered("accepted")])
            #expect(world.platform.state.withLock { $0.itemsMade }.isEmpty)
            #expect(!world.platform.state.withLock { $0.itemReads }.isEmpty)
        }
    }

    @Test("LTI-AGS-06, LTI-AGS-07, LTI-AGS-15: container and items are asked with their own media types")
    func mediaTypes() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades(lineItem: false)
            _ = try await world.enqueue(full, enrolment)
            #expect(try await world.deliver() == [.delivered("accepted")])
            let (types, made) = world.platform.state.withLock { ($0.itemTypes, $0.itemsMade) }
            let container = GradeMediaType.lineItemContainer
            #expect(types == [container, container, GradeMediaType.lineItem, GradeMediaType.lineItem])
            let body = try JSONDocument(parsing: try #require(made.first)).root
            #expect(body["resourceLinkId"]?.string == "link-1")
            #expect(made.count == 1)
        }
    }

    @Test(
        "LTI-AGS-11, LTI-AGS-12, LTI-AGS-20: short and empty pages go on while there is a next one, nulls are nothing")
    func pages() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades(lineItem: false)
            world.platform.state.withLock { state in
                state.pages = 3
                state.items = [
                    [
                        "id": .string(world.platform.base + "/items/1/lineitem"), "label": "Course",
                        "scoreMaximum": 100, "resourceLinkId": "link-1", "tag": .null, "resourceId": .null,
                        "startDateTime": .null, "endDateTime": "",
                    ]
                ]
            }
            _ = try await world.enqueue(full, enrolment)
            #expect(try await world.deliver() == [.delivered("accepted")])
            let (reads, made) = world.platform.state.withLock { ($0.itemReads.count, $0.itemsMade) }
            #expect(reads == 3 && made.isEmpty)
            #expect(world.scores.first?.path == "/items/1/lineitem/scores")
        }
    }

    @Test("LTI-AGS-39, LTI-AGS-41: a machine's grade names no grader, and a test user's has no place in a gradebook")
    func nobody() async throws {
        try await LaunchWorld.with(.sqlite) { world in
            let enrolment = try await world.learnerWithGrades()
            let tester = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
            let session = try await world.opened([
                (ClaimName.assignmentAndGrades, world.platform.grades()), ("sub", "tester"),
                (ClaimName.roles, ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner", .string(tester)]),
            ])
            #expect(session.isTestUser && session.enrolment == nil)
            let anonymous = try await world.launch([
                (ClaimName.assignmentAndGrades, world.platform.grades()), ("sub", nil),
            ])
            guard case .refused = anonymous else {
                Issue.record("an anonymous visitor was let in, which this registration doesn't have")
                return
            }
            _ = try await world.enqueue(full, enrolment)
            #expect(try await world.deliver() == [.delivered("accepted")])
            #expect(world.scores.map { $0["userId"]?.string } == ["learner-7"])
            #expect(world.scores.first?["scoringUserId"] == nil)
        }
    }
}

import LearningRecords
import Testing
import Values
import XAPI

@Suite struct DocumentConditionTests {
    private func code(
        _ change: DocumentCondition.Change, _ resource: DocumentResource, existing: String?, match: String? = nil,
        noneMatch: String? = nil, version: XAPIVersion = .v2
    ) -> ServiceError.Code? {
        let condition = DocumentCondition(
            ifMatch: match.map { ETagCondition($0) }, ifNoneMatch: noneMatch.map { ETagCondition($0) },
            version: version)
        do {
            try condition.check(change, of: resource, existing: existing)
            return nil
        } catch {
            return (error as? ServiceError)?.code
        }
    }

    @Test("PUT without conditions follows the version's rules")
    func put() {
        #expect(code(.put, .state, existing: "a", version: .v1) == nil)
        #expect(code(.put, .state, existing: "a", version: .v2) == .conflict)
        #expect(code(.put, .agentProfile, existing: "a", version: .v1) == .conflict)
        #expect(code(.put, .activityProfile, existing: nil, version: .v1) == .invalid)
        #expect(code(.put, .activityProfile, existing: nil, version: .v2) == nil)
    }

    @Test("If-Match wants the tag that is there", arguments: [DocumentCondition.Change.put, .post, .delete])
    func ifMatch(change: DocumentCondition.Change) {
        #expect(code(change, .state, existing: "a", match: #""a""#) == nil)
        #expect(code(change, .state, existing: "a", match: #""b", "a""#) == nil)
        #expect(code(change, .state, existing: "a", match: #""b""#) == .preconditionFailed)
        #expect(code(change, .state, existing: "a", match: #"W/"a""#) == .preconditionFailed)
        #expect(code(change, .state, existing: nil, match: "*") == .preconditionFailed)
        #expect(code(change, .state, existing: "a", match: "*") == nil)
        #expect(code(change, .state, existing: nil, match: #""a""#) == .preconditionFailed)
    }

    @Test("If-None-Match: * wants nothing to be there", arguments: [DocumentCondition.Change.put, .post])
    func ifNoneMatch(change: DocumentCondition.Change) {
        #expect(code(change, .agentProfile, existing: nil, noneMatch: "*", version: .v1) == nil)
        #expect(code(change, .agentProfile, existing: "a", noneMatch: "*", version: .v1) == .preconditionFailed)
    }
}

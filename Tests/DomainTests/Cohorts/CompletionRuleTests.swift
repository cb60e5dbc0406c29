import CMI5
import Cohorts
import Testing
import Values
import XAPI

@Suite("A lesson's completion is a function of its statements")
struct CompletionRuleTests {
    let tincan = CompletionRule.tincan()

    private func cmi5(_ moveOn: MoveOn) -> CompletionRule {
        CompletionRule(activityID: Facts.root, kind: .cmi5(moveOn))
    }

    @Test("COH-CMPL-06: Rise's passed without a score and without completed completes the lesson")
    func rise() {
        let result = tincan.result(over: [
            Facts.fact(1, VerbID.attempted), Facts.fact(2, VerbID.experienced, on: Facts.root + "/lesson1"),
            Facts.fact(3, VerbID.passed, ResultFacts(completion: true, success: true)),
        ])
        #expect(result.metAt == Facts.moment(3))
        #expect(result.success == true)
        #expect(result.scaled == nil)
        #expect(result.startedAt == Facts.moment(1))
    }

    @Test("A child's completed, as Adapt and Storyline send it, completes nothing")
    func children() {
        let result = tincan.result(over: [
            Facts.fact(1, VerbID.completed, on: Facts.root + "/block", ResultFacts(completion: true)),
            Facts.fact(2, VerbID.passed, on: "http://example.org/course/Ü root"),
        ])
        #expect(result == LessonResult())
    }

    @Test("Activity ids are compared as bytes: a composed and a decomposed letter differ")
    func bytes() {
        let rule = CompletionRule(activityID: "http://x/\u{E9}", kind: .tincan(failedCompletes: true))
        #expect(rule.result(over: [Facts.fact(1, VerbID.completed, on: "http://x/e\u{301}")]).metAt == nil)
        #expect(rule.result(over: [Facts.fact(1, VerbID.completed, on: "http://x/\u{E9}")]).metAt != nil)
    }

    @Test("iSpring's experienced with completion at exit completes, and a failed at a relaunch revokes nothing")
    func iSpring() {
        let result = tincan.result(over: [
            Facts.fact(1, VerbID.experienced, ResultFacts(completion: false)),
            Facts.fact(2, VerbID.experienced, ResultFacts(completion: true)),
            Facts.fact(3, VerbID.attempted), Facts.fact(4, VerbID.failed),
        ])
        #expect(result.metAt == Facts.moment(2))
        #expect(result.state == .completed)
    }

    @Test("Attempted completes nothing, with completion true and scores though it may come")
    func attempted() {
        let result = tincan.result(over: [
            Facts.fact(1, VerbID.attempted, ResultFacts(completion: true, scaled: 0.9))
        ])
        #expect(result.metAt == nil)
        #expect(result.scaled == nil)
        #expect(result.state == .started)
    }

    @Test("Failed with completion true completes without success, unless the lesson says otherwise")
    func failed() {
        let facts = [Facts.fact(1, VerbID.failed, ResultFacts(completion: true, success: false, scaled: 0.4))]
        let lenient = tincan.result(over: facts)
        #expect(lenient.metAt == Facts.moment(1))
        #expect(lenient.success == false)
        let strict = CompletionRule.tincan(failedCompletes: false).result(over: facts)
        #expect(strict.metAt == nil)
        #expect(strict.state == .failed)
        #expect(strict.scaled == 0.4)
    }

    @Test("Captivate's raw score between its borders becomes a share, raw alone becomes none")
    func rawScores() {
        let shares = [
            (ResultFacts(raw: 30, min: 0, max: 40), 0.75 as Double?), (ResultFacts(raw: 30), nil),
            (ResultFacts(raw: 5, max: 10), 0.5), (ResultFacts(raw: 5, min: 10, max: 10), nil),
            (ResultFacts(scaled: 0.1, raw: 30, min: 0, max: 40), 0.1), (ResultFacts(raw: 50, min: 0, max: 40), 1),
        ]
        for (result, scaled) in shares {
            #expect(tincan.result(over: [Facts.fact(1, VerbID.passed, result)]).scaled == scaled)
        }
    }

    @Test("COH-CMPL-05: The earliest completion stays, and the best score is kept, with equal times in order of id")
    func earliestAndBest() {
        let facts = [
            Facts.fact(9, VerbID.completed, at: 10), Facts.fact(8, VerbID.completed, at: 10),
            Facts.fact(7, VerbID.passed, at: 20, ResultFacts(scaled: 0.8)),
            Facts.fact(6, VerbID.passed, at: 30, ResultFacts(scaled: 0.6)),
        ]
        let evidence = tincan.evidence(in: facts, registration: Facts.registration)
        #expect(evidence[.completed]?.statement == UUID16(high: 7, low: 8))
        #expect(evidence[.score]?.statement == UUID16(high: 7, low: 7))
        #expect(tincan.result(of: evidence).scaled == 0.8)
    }

    @Test("COH-CMPL-01: A statement under another registration counts for nothing")
    func otherRegistration() {
        let other = UUID16(high: 1, low: 1)
        #expect(tincan.result(over: [Facts.fact(1, VerbID.completed, registration: other)]) == LessonResult())
    }

    @Test("A voided statement counts for nothing")
    func voided() {
        let result = tincan.result(over: [
            Facts.fact(1, VerbID.completed, voided: true), Facts.fact(5, VerbID.completed),
        ])
        #expect(result.metAt == Facts.moment(5))
    }

    @Test("CMI-MOVE-02: With moveOn Passed an AU is met by passed and by nothing else")
    func passed() {
        #expect(cmi5(.passed).result(over: [Facts.cmi5(1, VerbID.completed)]).metAt == nil)
        #expect(cmi5(.passed).result(over: [Facts.cmi5(1, VerbID.passed)]).metAt == Facts.moment(1))
    }

    @Test("CMI-MOVE-03: With moveOn Completed an AU is met by completed and not by passed")
    func completed() {
        #expect(cmi5(.completed).result(over: [Facts.cmi5(1, VerbID.passed)]).metAt == nil)
        #expect(cmi5(.completed).result(over: [Facts.cmi5(1, VerbID.completed)]).metAt == Facts.moment(1))
    }

    @Test("CMI-MOVE-04: With moveOn CompletedOrPassed an AU is met by the earlier of both")
    func completedOrPassed() {
        for verb in [VerbID.completed, VerbID.passed] {
            #expect(cmi5(.completedOrPassed).result(over: [Facts.cmi5(4, verb)]).metAt == Facts.moment(4))
        }
        let both = [Facts.cmi5(4, VerbID.completed), Facts.cmi5(2, VerbID.passed)]
        #expect(cmi5(.completedOrPassed).result(over: both).metAt == Facts.moment(2))
    }

    @Test("CMI-MOVE-05: With moveOn CompletedAndPassed an AU is met by the later of both, in either order")
    func completedAndPassed() {
        let orders: [(UInt64, UInt64)] = [(1, 2), (2, 1)]
        for (completed, passed) in orders {
            let facts = [Facts.cmi5(completed, VerbID.completed), Facts.cmi5(passed, VerbID.passed)]
            #expect(cmi5(.completedAndPassed).result(over: facts).metAt == Facts.moment(2))
            #expect(cmi5(.completedAndPassed).result(over: [facts[0]]).metAt == nil)
            #expect(cmi5(.completedAndPassed).result(over: [facts[1]]).metAt == nil)
        }
    }

    @Test("CMI-MOVE-06: An AU that the service waived is met; a waived from content is not ours")
    func waived() {
        let ours = Facts.cmi5(3, VerbID.waived, by: .service)
        #expect(cmi5(.completedAndPassed).result(over: [ours]).metAt == Facts.moment(3))
        #expect(cmi5(.passed).result(over: [Facts.cmi5(3, VerbID.waived)]).metAt == nil)
    }

    @Test("CMI-AUS-03: A cmi5 verb without the category counts for nothing")
    func withoutCategory() {
        #expect(cmi5(.completed).result(over: [Facts.fact(1, VerbID.completed)]) == LessonResult())
    }

    @Test("CMI-MOVE-01: An AU with moveOn NotApplicable is met without any statement")
    func notApplicable() {
        let result = cmi5(.notApplicable).result(over: [])
        #expect(result.isMet)
        #expect(result.metAt == nil)
        #expect(cmi5(.passed).result(over: []).isMet == false)
    }

    @Test("Launched and abandoned, which the service writes, are no start")
    func serviceVerbs() {
        let facts = [Facts.cmi5(1, VerbID.launched, by: .service), Facts.cmi5(2, VerbID.abandoned, by: .service)]
        #expect(cmi5(.completed).result(over: facts).state == .notStarted)
        #expect(cmi5(.completed).result(over: facts + [Facts.cmi5(3, VerbID.initialized)]).state == .started)
    }
}

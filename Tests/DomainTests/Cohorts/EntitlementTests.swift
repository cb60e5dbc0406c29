import Cohorts
import Testing
import Values

@Suite("Who may open a lesson, and if not, why and until when")
struct EntitlementTests {
    static let start = Instant(unixSeconds: 1_800_000_000)
    static let end = start.adding(seconds: 30 * 86_400)
    static let middle = start.adding(seconds: 86_400)

    private func judge(
        _ intent: CohortIntent = CohortIntent(
            lifecycle: .published, access: .open, startsAt: EntitlementTests.start, endsAt: EntitlementTests.end),
        afterEnd: AfterEnd = .nothing, status: EnrolmentStatus = .active, window: ResolvedWindow? = nil,
        opensWithoutWindow: Bool = true
    ) -> Entitlement {
        Entitlement(
            intent: intent, afterEnd: afterEnd, status: status, window: window, opensWithoutWindow: opensWithoutWindow)
    }

    @Test("COH-ACC-04: Before the start nothing opens, and the start is named")
    func beforeStart() {
        let verdict = judge().verdict(now: Self.start.adding(seconds: -1))
        #expect(verdict == EntitlementVerdict(.nothing, .notStarted, date: Self.start))
        #expect(judge().verdict(now: Self.start) == EntitlementVerdict(.full))
    }

    @Test("COH-ACC-05: After the end there is nothing, or reading, as the cohort says")
    func afterEnd() {
        #expect(judge().verdict(now: Self.end) == EntitlementVerdict(.nothing, .ended, date: Self.end))
        let review = judge(afterEnd: .review).verdict(now: Self.end)
        #expect(review == EntitlementVerdict(.review, .ended, date: Self.end))
        #expect(review.mayOpen && !review.mayRecord)
    }

    @Test("A module that never opened stays shut in the review after the end")
    func reviewKeepsLocks() {
        let window = ResolvedWindow(unlocksAt: Self.end.adding(seconds: 10))
        let verdict = judge(afterEnd: .review, window: window).verdict(now: Self.end)
        #expect(verdict.reason == .moduleNotYetOpen)
    }

    @Test("Archived, cancelled, draft and closed cohorts open nothing")
    func shut() {
        let cases: [(CohortIntent, EntitlementVerdict.Reason)] = [
            (CohortIntent(lifecycle: .archived, access: .open), .archived),
            (CohortIntent(lifecycle: .cancelled, access: .open), .cancelled),
            (CohortIntent(lifecycle: .draft, access: .open), .draft),
            (CohortIntent(lifecycle: .published, access: .closed), .closed),
        ]
        for (intent, reason) in cases {
            #expect(judge(intent).verdict(now: Self.middle) == EntitlementVerdict(.nothing, reason))
        }
    }

    @Test("COH-ENR-05: A paused or dropped enrolment opens nothing, a completed one stays open")
    func statuses() {
        #expect(judge(status: .paused).verdict(now: Self.middle) == EntitlementVerdict(.nothing, .paused))
        #expect(judge(status: .dropped).verdict(now: Self.middle) == EntitlementVerdict(.nothing, .dropped))
        #expect(judge(status: .completed).verdict(now: Self.middle) == EntitlementVerdict(.full))
    }

    @Test("COH-UNL-04: A module opens at its unlock date and is for reading from its lock date on")
    func window() {
        let window = ResolvedWindow(unlocksAt: Self.middle, locksAt: Self.middle.adding(seconds: 60))
        let judgement = judge(window: window)
        #expect(
            judgement.verdict(now: Self.middle.adding(microseconds: -1))
                == EntitlementVerdict(.nothing, .moduleNotYetOpen, date: Self.middle))
        #expect(judgement.verdict(now: Self.middle) == EntitlementVerdict(.full))
        let locked = judgement.verdict(now: Self.middle.adding(seconds: 60))
        #expect(locked == EntitlementVerdict(.review, .moduleLocked, date: Self.middle.adding(seconds: 60)))
    }

    @Test("COH-UNL-05: A module without a window opens with the cohort or stays shut, as the course says")
    func withoutWindow() {
        #expect(judge().verdict(now: Self.middle).mayRecord)
        let shut = judge(opensWithoutWindow: false).verdict(now: Self.middle)
        #expect(shut == EntitlementVerdict(.nothing, .moduleNotYetOpen))
    }

    @Test("COH-ACC-01: A session open at the end may finish for 30 minutes, a new one may not start")
    func grace() {
        let opened = Self.end.adding(seconds: -60)
        let judgement = judge()
        #expect(judgement.verdict(now: Self.end.adding(seconds: 1_799), sessionOpenedAt: opened).mayRecord)
        #expect(!judgement.verdict(now: Self.end.adding(seconds: 1_800), sessionOpenedAt: opened).mayRecord)
        #expect(!judgement.verdict(now: Self.end.adding(seconds: 10), sessionOpenedAt: Self.end).mayRecord)
        #expect(!judgement.verdict(now: Self.end).mayRecord)
    }

    @Test("COH-ACC-03: Closing by staff ends an open session at once")
    func closingIsImmediate() {
        let closed = judge(CohortIntent(lifecycle: .published, access: .closed, endsAt: Self.end))
        #expect(!closed.verdict(now: Self.middle, sessionOpenedAt: Self.middle.adding(seconds: -5)).mayRecord)
        let paused = judge(status: .paused)
        #expect(!paused.verdict(now: Self.middle, sessionOpenedAt: Self.start).mayRecord)
    }

    @Test("COH-ACC-06: Staff see content in every state, and nothing of it is recorded")
    func staff() {
        #expect(Entitlement.ofStaff.mayOpen)
        #expect(!Entitlement.ofStaff.mayRecord)
    }

    @Test("COH-ENR-04: Twenty-five steps between statuses, ten of them allowed")
    func transitions() {
        let allowed: Set<String> = [
            "invited>active", "active>completed", "active>paused", "paused>active", "dropped>active",
            "completed>active", "invited>dropped", "active>dropped", "completed>dropped", "paused>dropped",
        ]
        for from in EnrolmentStatus.allCases {
            for to in EnrolmentStatus.allCases {
                #expect(from.mayBecome(to) == allowed.contains("\(from.rawValue)>\(to.rawValue)"), "\(from) to \(to)")
            }
        }
    }
}

import Testing
import Values

@testable import Cohorts

@Suite struct CohortCopyTests {
    private let zone: CohortZone
    private let module = UUID16(high: 1, low: 1)

    init() throws { zone = try #require(CohortZone("Europe/Berlin")) }

    private func cohort(startsAt: Instant?, endsAt: Instant?, lifecycle: CohortLifecycle = .published) -> Cohort {
        Cohort(
            tenant: TenantID(1), id: UUID16(high: 1, low: 2), course: UUID16(high: 1, low: 3), name: "Autumn",
            learnerLabel: "Evening", description: nil,
            intent: CohortIntent(lifecycle: lifecycle, access: .open, startsAt: startsAt, endsAt: endsAt), zone: zone,
            enrolFrom: startsAt.map { $0.adding(seconds: -7 * 86_400) }, enrolUntil: nil, capacity: 12,
            afterEnd: .review, isDefault: false, version: 4, createdAt: Instant(unixSeconds: 0))
    }

    private func day(_ text: String) throws -> Instant { zone.start(of: try #require(LocalDay(text))) }

    @Test("Dates move by whole days on the wall, whatever summer time does in between")
    func summerTime() throws {
        let old = cohort(startsAt: try day("2026-02-02"), endsAt: try day("2026-03-02"))
        let nine = try day("2026-02-03").adding(seconds: 9 * 3_600)
        let copy = CohortCopy(
            of: old, windows: [ModuleWindow(module: module, unlock: .at(nine), lock: .day(5))], name: "Summer",
            firstDay: LocalDay("2026-06-01"))
        #expect(copy.cohort.intent.startsAt == (try day("2026-06-01")))
        #expect(copy.cohort.intent.endsAt == (try day("2026-06-29")))
        #expect(copy.cohort.enrolFrom == (try day("2026-05-25")))
        let moved = try day("2026-06-02").adding(seconds: 9 * 3_600)
        #expect(copy.windows == [ModuleWindow(module: module, unlock: .at(moved), lock: .day(5))])
        #expect((copy.cohort.name, copy.cohort.capacity, copy.cohort.learnerLabel) == ("Summer", 12, "Evening"))
    }

    @Test("Without a first day nothing moves; a cohort without a start begins on it")
    func without() throws {
        let old = cohort(startsAt: try day("2026-02-02"), endsAt: nil)
        let same = CohortCopy(of: old, windows: [], name: "Again", firstDay: nil)
        #expect(same.cohort.intent.startsAt == old.intent.startsAt && same.cohort.intent.endsAt == nil)
        let rolling = CohortCopy(
            of: cohort(startsAt: nil, endsAt: nil), windows: [], name: "Rolling", firstDay: LocalDay("2026-06-01"))
        #expect(rolling.cohort.intent.startsAt == (try day("2026-06-01")))
    }

    @Test("A copy of a cohort that is over and done with is published; that of a draft stays a draft")
    func lifecycle() throws {
        for (old, new) in [(CohortLifecycle.archived, CohortLifecycle.published), (.draft, .draft)] {
            let copy = CohortCopy(
                of: cohort(startsAt: nil, endsAt: nil, lifecycle: old), windows: [], name: "New", firstDay: nil)
            #expect(copy.cohort.intent.lifecycle == new)
        }
    }
}

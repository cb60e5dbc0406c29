import Cohorts
import Testing
import Values

@Suite("A cohort's state follows from intent and clock")
struct CohortStateTests {
    static let start = Instant(unixSeconds: 1_800_000_000)
    static let end = start.adding(seconds: 30 * 86_400)

    /// Before the start, at it, between, at the end, after it.
    static let positions = [
        start.adding(seconds: -1), start, start.adding(seconds: 86_400), end, end.adding(seconds: 1),
    ]

    struct SeedRow: CustomTestStringConvertible, Sendable {
        var word: SeedStatus
        var states: [CohortState]
        var testDescription: String { word.rawValue }
    }

    static let dated: [CohortState] = [.scheduled, .running, .running, .ended, .ended]
    static func always(_ state: CohortState) -> [CohortState] { Array(repeating: state, count: 5) }
    static let seedRows: [SeedRow] = [
        SeedRow(word: .upcoming, states: dated), SeedRow(word: .scheduledWord, states: dated),
        SeedRow(word: .active, states: dated), SeedRow(word: .activeWord, states: dated),
        SeedRow(word: .inactiveWord, states: always(.closed)),
        SeedRow(word: .cancelled, states: always(.cancelled)), SeedRow(word: .archived, states: always(.archived)),
    ]

    @Test("COH-STAT-01: Each seed's status word gives its state at five positions of the clock", arguments: seedRows)
    func seedWords(row: SeedRow) throws {
        let intent = try row.word.intent(startsAt: Self.start, endsAt: Self.end, importedAt: Self.start)
        #expect(Self.positions.map { CohortState.derive(intent, now: $0) } == row.states)
    }

    @Test("COH-STAT-01: A completed cohort without an end is ended from the day of its import")
    func completedWithoutEnd() throws {
        let imported = Self.start.adding(seconds: 3_600)
        let intent = try SeedStatus.completed.intent(startsAt: Self.start, endsAt: nil, importedAt: imported)
        #expect(intent.endsAt == imported)
        #expect(CohortState.derive(intent, now: imported) == .ended)
    }

    @Test("COH-STAT-05: A scheduled cohort without a start can't be stored")
    func scheduledWithoutStart() {
        #expect(throws: ServiceError.self) {
            try SeedStatus.scheduledWord.intent(startsAt: nil, endsAt: nil, importedAt: Self.start)
        }
    }

    @Test("COH-STAT-04: An end in the past closes, although the cohort is published and open")
    func pastEnd() {
        let intent = CohortIntent(lifecycle: .published, access: .open, endsAt: Self.end)
        #expect(CohortState.derive(intent, now: Self.end) == .ended)
        #expect(CohortState.derive(intent, now: Self.end.adding(microseconds: -1)) == .running)
    }

    @Test("COH-STAT-06: A start in the future is respected, although the cohort is active")
    func futureStart() {
        let intent = CohortIntent(lifecycle: .published, access: .open, startsAt: Self.start)
        #expect(CohortState.derive(intent, now: Self.start.adding(microseconds: -1)) == .scheduled)
        #expect(CohortState.derive(intent, now: Self.start) == .running)
    }

    @Test("COH-STAT-07: Without an end a cohort runs for years")
    func rolling() {
        let intent = CohortIntent(lifecycle: .published, access: .open, startsAt: Self.start)
        #expect(CohortState.derive(intent, now: Self.start.adding(seconds: 20 * 31_557_600)) == .running)
    }

    @Test("A draft is a draft at any time, and closing wins over dates")
    func draftAndClosed() {
        for now in Self.positions {
            let draft = CohortIntent(lifecycle: .draft, access: .open, startsAt: Self.start, endsAt: Self.end)
            let closed = CohortIntent(lifecycle: .published, access: .closed, startsAt: Self.start, endsAt: Self.end)
            #expect(CohortState.derive(draft, now: now) == .draft)
            #expect(CohortState.derive(closed, now: now) == .closed)
        }
    }
}

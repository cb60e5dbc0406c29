import CMI5
import Cohorts
import Database
import TestWorld
import Testing
import Values
import XAPI

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Everything that completion keeps about an enrolment, as text.
private func snapshot(_ enrolment: UUID16, in tx: Transaction) throws -> [String] {
    let results = try tx.rows(
        """
        select lesson, met_at, completed_at, passed_at, failed_at, started_at, success, scaled from completion
        where tenant = \(CohortsWorld.tenant) and enrolment = \(enrolment) order by lesson
        """
    ).map { row in
        let times = try (1...5).map { try row.intIfAny($0).map(String.init) ?? "-" }.joined(separator: " ")
        let success = try row.boolIfAny(6).map { "\($0)" } ?? "-"
        let scaled = try row.doubleIfAny(7).map { "\($0)" } ?? "-"
        return "\(try row.id(0)): \(times) \(success) \(scaled)"
    }
    let evidence = try tx.rows(
        """
        select lesson, role, statement, happened_at, stored_at from completion_evidence
        where tenant = \(CohortsWorld.tenant) and enrolment = \(enrolment) order by lesson, role
        """
    ).map { try "\($0.id(0)) \($0.text(1)) \($0.id(2)) \($0.int(3)) \($0.int(4))" }
    let whole = try tx.rows(
        "select completed_at, last_activity_at, status from enrolment where id = \(enrolment)"
    ).map { row in
        let moments = try (0...1).map { try row.intIfAny($0).map(String.init) ?? "-" }
        return moments.joined(separator: " ") + " " + (try row.text(2))
    }
    return results + evidence + whole
}

@Suite("Completion is the same whatever the order, with repeats and voids")
struct CompletionPropertyTests {
    static let kinds: [CompletionRule.Kind] = [
        .tincan(failedCompletes: false), .cmi5(.completedAndPassed), .cmi5(.passed),
    ]
    static let verbs = [
        VerbID.attempted, VerbID.initialized, VerbID.completed, VerbID.passed, VerbID.failed, VerbID.experienced,
        VerbID.waived, VerbID.launched,
    ]

    private static func facts(_ generator: inout SeededGenerator, _ registration: UUID16) -> [StatementFact] {
        (0..<UInt64.random(in: 1...14, using: &generator)).map { number in
            let result = ResultFacts(
                completion: [nil, true, false].randomElement(using: &generator) ?? nil,
                scaled: Bool.random(using: &generator) ? Double(Int.random(in: -2...4, using: &generator)) / 4 : nil)
            return Facts.fact(
                number, verbs.randomElement(using: &generator) ?? VerbID.completed,
                on: (CohortsWorld.activities + ["http://example.org/other"]).randomElement(using: &generator) ?? "",
                at: Int64.random(in: 0...6, using: &generator), stored: Int64(number), result,
                registration: Int.random(in: 0..<10, using: &generator) == 0 ? UUID16(high: 9, low: 9) : registration,
                categories: Int.random(in: 0..<4, using: &generator) == 0 ? [] : [Facts.cmi5],
                by: Bool.random(using: &generator) ? .service : .session)
        }
    }

    /// How the statements arrive: shuffled, in batches, some twice, and those to be voided once plain and once voided.
    private static func deliveries(
        of facts: [StatementFact], voided: Set<UUID16>, _ generator: inout SeededGenerator
    ) -> [[StatementFact]] {
        var events = facts.filter { !voided.contains($0.statementID) || Bool.random(using: &generator) }
        events += facts.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
        events.shuffle(using: &generator)
        let ends = facts.filter { voided.contains($0.statementID) }.map { fact in
            var fact = fact
            fact.isVoided = true
            return fact
        }
        var batches: [[StatementFact]] = []
        while !events.isEmpty {
            let count = min(events.count, Int.random(in: 1...4, using: &generator))
            batches.append(Array(events.prefix(count)))
            events.removeFirst(count)
        }
        for end in ends { batches.insert([end], at: Int.random(in: 0...batches.count, using: &generator)) }
        return batches
    }

    @Test("Any order, repeats and voids give the rows that a rebuild gives", arguments: Engine.underTest)
    func anyOrder(engine: Engine) async throws {
        let world = try await CohortsWorld(engine, rules: Self.kinds)
        let cohort = try await world.cohort("A")
        for seed in 0..<UInt64(engine == .sqlite ? 150 : 40) {
            var generator = SeededGenerator(state: seed)
            let live = try await world.enrolled(UUID16(high: 6, low: seed), in: cohort)
            let facts = Self.facts(&generator, live.id)
            let voided = Set(facts.map(\.statementID).filter { _ in Int.random(in: 0..<5, using: &generator) == 0 })
            try await deliver(
                Self.deliveries(of: facts, voided: voided, &generator), facts, voided, to: live, in: world)
            let all = facts.map { fact in
                var fact = fact
                fact.isVoided = voided.contains(fact.statementID)
                return fact
            }
            let (before, changes, after) = try await world.database.write { tx in
                let before = try snapshot(live.id, in: tx)
                let changes = try world.completions.rebuild(
                    enrolment: live.id, from: all.reversed(), in: tx, now: world.frozen.now)
                return (before, changes, try snapshot(live.id, in: tx))
            }
            #expect(before == after, "seed \(seed)")
            #expect(changes.isEmpty, "seed \(seed)")
        }
    }

    /// Stores and applies as the record service does: a statement that is voided already arrives voided, and a
    /// re-reading sees what has been stored so far.
    private func deliver(
        _ batches: [[StatementFact]], _ facts: [StatementFact], _ voided: Set<UUID16>, to enrolment: Enrolment,
        in world: CohortsWorld
    ) async throws {
        var stored: [UUID16: StatementFact] = [:]
        var gone: Set<UUID16> = []
        for batch in batches {
            var arrived: [StatementFact] = []
            for var fact in batch {
                if fact.isVoided { gone.insert(fact.statementID) }
                fact.isVoided = gone.contains(fact.statementID)
                stored[fact.statementID] = fact
                arrived.append(fact)
            }
            let known = Array(stored.values)
            try await world.apply(arrived, to: enrolment, all: known)
        }
        try await world.apply(facts.filter { !voided.contains($0.statementID) }, to: enrolment, all: facts)
    }

    @Test("Joining evidence doesn't care about order, grouping or repeats")
    func semilattice() {
        let rule = CompletionRule(activityID: CohortsWorld.activities[0], kind: .tincan(failedCompletes: true))
        for seed in 0..<UInt64(500) {
            var generator = SeededGenerator(state: seed &* 77)
            let facts = Self.facts(&generator, Facts.registration)
            let whole = rule.evidence(in: facts, registration: Facts.registration)
            var joined = LessonEvidence()
            for fact in (facts + facts).shuffled(using: &generator) {
                joined.join(rule.evidence(in: [fact], registration: Facts.registration))
            }
            #expect(joined == whole)
        }
    }
}

import Cohorts
import Testing
import Values

@Suite("One truthful score for a course")
struct CourseScoreTests {
    private let done = LessonResult(metAt: Facts.moment(5), completedAt: Facts.moment(5), startedAt: Facts.moment(1))
    private let begun = LessonResult(startedAt: Facts.moment(1))
    private let untouched = LessonResult()

    private func score(_ results: [LessonResult], complete: Bool = false) -> CourseScore {
        CourseScore(results.map { (isRequired: true, result: $0) }, isComplete: complete)
    }

    @Test("Nothing done is Initialized without a score")
    func initialized() {
        let expected = CourseScore(
            activityProgress: .initialized, gradingProgress: .notReady, scaled: nil, happenedAt: nil)
        #expect(score([untouched, untouched]) == expected)
    }

    @Test("CMI-GRD-03: Begun without a result is InProgress without a score")
    func started() {
        let begun = score([begun, untouched])
        #expect(begun.activityProgress == .inProgress)
        #expect(begun.scaled == nil)
    }

    @Test("Without lesson scores the share of required lessons counts, pending until the end")
    func share() {
        let half = score([done, untouched])
        #expect(half.scaled == 0.5)
        #expect(half.activityProgress == .inProgress)
        #expect(half.gradingProgress == .pending)
        let all = score([done, done], complete: true)
        #expect(all.scaled == 1)
        #expect(all.activityProgress == .completed)
        #expect(all.gradingProgress == .fullyGraded)
        #expect(all.happenedAt == Facts.moment(5))
    }

    @Test("CMI-GRD-02: With lesson scores their mean counts, a failed one too, and below zero is zero")
    func mean() {
        let failed = LessonResult(failedAt: Facts.moment(3), success: false, scaled: -0.5)
        let passed = LessonResult(metAt: Facts.moment(4), passedAt: Facts.moment(4), success: true, scaled: 0.8)
        #expect(score([done, failed, passed]).scaled == 0.4)
    }

    @Test("A lesson that isn't required adds its score and nothing to the share")
    func optional() {
        let lessons = [(isRequired: true, result: done), (isRequired: false, result: untouched)]
        #expect(CourseScore(lessons, isComplete: true).scaled == 1)
    }

    @Test("A lesson met by its rule alone is no start")
    func byRule() {
        let result = LessonResult(isMetByRule: true)
        #expect(score([result, untouched]).activityProgress == .initialized)
    }
}

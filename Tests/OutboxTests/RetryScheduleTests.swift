import Outbox
import Testing

@Suite("When failed deliveries are tried again")
struct RetryScheduleTests {
    private let least: [UInt8] = Array(repeating: 0, count: 8)
    private let most: [UInt8] = Array(repeating: 255, count: 8)

    @Test("Delays grow, and jitter keeps within its spread")
    func growth() throws {
        let schedule = RetrySchedule(delays: [10, 100], mostAttempts: 4, spread: 0.2)
        #expect(schedule.delay(afterAttempt: 1, requested: nil, random: least) == 8_000_000)
        let longest = try #require(schedule.delay(afterAttempt: 1, requested: nil, random: most))
        #expect((11_999_990...12_000_000).contains(longest))
        #expect(schedule.delay(afterAttempt: 2, requested: nil, random: least) == 80_000_000)
        #expect(schedule.delay(afterAttempt: 3, requested: nil, random: least) == 80_000_000)
    }

    @Test("After the last try there is no other")
    func end() {
        let schedule = RetrySchedule(delays: [10], mostAttempts: 2)
        #expect(schedule.delay(afterAttempt: 1, requested: nil, random: least) != nil)
        #expect(schedule.delay(afterAttempt: 2, requested: nil, random: least) == nil)
    }

    @Test("What the other side asks for is kept to, up to a day")
    func requested() {
        let schedule = RetrySchedule(delays: [10], mostAttempts: 9)
        #expect(schedule.delay(afterAttempt: 1, requested: 3_600, random: least) == 3_600_000_000)
        #expect(schedule.delay(afterAttempt: 1, requested: 1, random: least) == 8_000_000)
        #expect(schedule.delay(afterAttempt: 1, requested: .max, random: least) == 86_400_000_000)
        #expect(schedule.delay(afterAttempt: 1, requested: -5, random: least) == 8_000_000)
    }

    @Test("The standard schedule outlasts a weekend")
    func standard() {
        let total = (1..<100).compactMap {
            RetrySchedule.standard.delay(afterAttempt: $0, requested: nil, random: least)
        }.reduce(0, +)
        #expect(total > 3 * 86_400_000_000)
    }
}

import Privacy
import Testing
import Values

@Suite("The rules of a data subject's request")
struct DataRequestRulesTests {
    private func moment(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    @Test("GDPR-DSR-02: Received on 31 January, due on the last day of February")
    func oneMonth() throws {
        let cases = [
            ("2026-01-31T10:00:00Z", "2026-02-28T10:00:00Z"), ("2028-01-31T10:00:00Z", "2028-02-29T10:00:00Z"),
            ("2026-12-15T00:00:00Z", "2027-01-15T00:00:00Z"), ("2026-03-31T23:59:59Z", "2026-04-30T23:59:59Z"),
        ]
        for (received, due) in cases { #expect(DueDate.of(receivedAt: try moment(received)) == (try moment(due))) }
    }

    @Test("GDPR-DSR-03: An extension is granted at day 20 and refused at day 40, and needs a reason")
    func extending() throws {
        let received = try moment("2026-01-10T00:00:00Z")
        let early = received.adding(seconds: 20 * 86_400)
        let due = try DueDate.extended(receivedAt: received, by: 2, reason: "many systems", now: early)
        #expect(due == (try moment("2026-04-10T00:00:00Z")))
        for (count, reason, day) in [(2, "many systems", 40), (2, "  ", 20), (3, "many systems", 20), (0, "x", 20)] {
            #expect(throws: ServiceError.self) {
                try DueDate.extended(
                    receivedAt: received, by: count, reason: reason, now: received.adding(seconds: Int64(day) * 86_400))
            }
        }
    }

    @Test("GDPR-DSR-08: A closed request goes nowhere, an open one can be refused or withdrawn")
    func states() {
        for state in DataRequestState.allCases {
            #expect(state.mayBecome(.refused) == !state.isClosed)
            #expect(state.mayBecome(.withdrawn) == !state.isClosed)
            #expect(!state.mayBecome(.received))
        }
        #expect(DataRequestState.approved.mayBecome(.done))
        #expect(!DataRequestState.review.mayBecome(.done))
    }
}

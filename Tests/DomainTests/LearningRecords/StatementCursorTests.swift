import Cryptography
import LearningRecords
import Testing
import Values

@Suite struct StatementCursorTests {
    private func sign(_ bytes: [UInt8]) -> [UInt8] { MessageAuthentication(key: [1, 2, 3]).code(for: bytes) }

    private var cursor: StatementCursor {
        var filter = StatementFilter()
        filter.require(agentHash: Sample.hash("ann"), isRelated: true)
        filter.require(verb: Sample.verb("did"))
        filter.until = .noon
        filter.isAscending = true
        return StatementCursor(
            tenant: Sample.tenant, filter: filter, after: StatementPosition(stored: .noon, row: 41), limit: 50,
            format: 2, withAttachments: true, languages: "ar, fr;q=0.5")
    }

    @Test("A cursor comes back from its token as it was, and names nobody")
    func roundTrip() throws {
        let token = cursor.token(sign: sign)
        let back = try #require(StatementCursor(token: token, sign: sign, isEqual: ==))
        #expect(back == cursor)
        #expect(token.utf8.count < 2_000)
    }

    @Test("A token with any character changed is refused")
    func changed() {
        let token = Array(cursor.token(sign: sign).utf8)
        for place in token.indices {
            var other = token
            other[place] = other[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let text = String(decoding: other, as: UTF8.self)
            #expect(StatementCursor(token: text, sign: sign, isEqual: ==) == nil)
        }
        #expect(StatementCursor(token: "", sign: sign, isEqual: ==) == nil)
    }
}

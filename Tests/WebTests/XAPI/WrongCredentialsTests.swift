import Access
import Database
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values
import Web

@Suite("Wrong credentials at the LRS")
struct WrongCredentialsTests {
    @Test(
        "An address that shows wrong credentials again and again has to wait, and good ones from there are served",
        arguments: Engine.underTest)
    func neighbours(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            let old = lrs.with(authorization: "Basic c2Vzc2lvbi0xMjM6ZXhwaXJlZA==")
            var last: LRSAnswer?
            for _ in 0..<32 { last = try await old.send(.get, "statements") }
            #expect(last?.status == .tooManyRequests)
            #expect(last?.headers[.retryAfter] != nil)
            let session = try await SessionAccessTests.session(lrs)
            #expect(try await session.post(SessionAccessTests.statement().text).status == .ok)
            #expect(try await lrs.post(Spoken.statement().text).status == .ok)
            #expect(try await old.send(.get, "statements").status == .tooManyRequests)
        }
    }
}

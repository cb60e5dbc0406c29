import Access
import Database
import Foundation
import HTTPTypes
import JSON
import TestWorld
import Testing
import Values
import Web

@Suite("Wrong credentials at the LRS")
struct WrongCredentialsTests {
    @Test(
        "LRS-AUTHN-10: an address that shows wrong credentials again and again has to wait, and good ones from there are served",
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

    @Test("A credential with control characters is none: 401, on both engines", arguments: Engine.underTest)
    func controlCharacters(engine: Engine) async throws {
        try await LRSHouse.with(engine) { lrs in
            for text in ["a\u{0}b:c", "a:b\u{0}c", "a\nb:c", "a:\u{7F}"] {
                let header = "Basic " + Data(text.utf8).base64EncodedString()
                let answer = try await lrs.with(authorization: header).send(.get, "statements")
                #expect(answer.status == .unauthorized)
            }
        }
    }
}

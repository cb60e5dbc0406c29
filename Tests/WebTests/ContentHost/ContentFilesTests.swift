import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SampleContent
import Testing

@testable import Web

@Suite("Files on the content host")
struct ContentFilesTests {
    @Test("CMI-SAFE-05: CMI-SAFE-06: A file comes with its type, its policy and no cookie")
    func serves() async throws {
        try await ContentHostHouse.with { house in
            let page = try await house.open()
            let answer = try await house.send(.get, page.path)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(answer.headers[.xContentTypeOptions] == "nosniff")
            let referrerPolicy = try #require(HTTPField.Name("Referrer-Policy"))
            #expect(answer.headers[referrerPolicy] == "no-referrer")
            #expect(answer.headers[.setCookie] == nil)
            let policy = answer.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("frame-ancestors 'self' http://localhost:8080"))
            #expect(policy.contains("connect-src 'self'"))
            #expect(String(buffer: answer.body).contains("What makes the tides"))
            let head = try await house.send(.head, page.path)
            #expect(head.status == .ok && head.body.readableBytes == 0)
        }
    }

    @Test("CMI-SAFE-07: Without an open session, under another host name or with a foreign path there is nothing")
    func closed() async throws {
        try await ContentHostHouse.with { house in
            let page = try await house.open()
            #expect(try await house.send(.get, "/page/index.html").status == .notFound)
            #expect(try await house.send(.get, "/s/guess/page/index.html").status == .forbidden)
            #expect(try await house.send(.get, page.path, host: "content.localhost:8081").status == .forbidden)
            #expect(try await house.send(.get, page.path, host: "other.content.localhost:8081").status == .forbidden)
            let folder = page.path.prefix { _ in true }.split(separator: "/").prefix(2).joined(separator: "/")
            #expect(try await house.send(.get, "/" + folder + "/%2e%2e/%2e%2e/lectern.sqlite").status == .notFound)
            #expect(try await house.send(.get, "/" + folder + "/page/none.html").status == .notFound)
            #expect(try await house.send(.get, "/" + folder + "/page").status == .notFound)
            #expect(try await house.send(.post, page.path).status == .methodNotAllowed)
            _ = try await house.open(1)
            #expect(try await house.send(.get, page.path).status == .forbidden)
        }
    }

    @Test("CMI-SAFE-08: A range is answered with its part")
    func ranges() async throws {
        try await ContentHostHouse.with { house in
            let page = try await house.open()
            let whole = String(buffer: try await house.send(.get, page.path).body)
            let part = try await house.send(.get, page.path, headers: [.range: "bytes=2-8"])
            #expect(part.status == .partialContent)
            #expect(String(buffer: part.body) == String(whole.dropFirst(2).prefix(7)))
            #expect(part.headers[.contentRange] == "bytes 2-8/\(whole.utf8.count)")
            let beyond = try await house.send(.get, page.path, headers: [.range: "bytes=999999-"])
            #expect(beyond.status == .rangeNotSatisfiable)
        }
    }

    @Test("A file that the browser has is not sent again")
    func notModified() async throws {
        try await ContentHostHouse.with { house in
            let page = try await house.open()
            let tag = try #require(try await house.send(.get, page.path).headers[.eTag])
            #expect(try await house.send(.get, page.path, headers: [.ifNoneMatch: tag]).status == .notModified)
        }
    }

    @Test("Ranges are read as RFC 9110 writes them")
    func parsing() {
        #expect(ByteRange("bytes=0-0", size: 10) == .part(0...0))
        #expect(ByteRange("bytes=5-", size: 10) == .part(5...9))
        #expect(ByteRange("bytes=-3", size: 10) == .part(7...9))
        #expect(ByteRange("bytes=-30", size: 10) == .part(0...9))
        #expect(ByteRange("bytes=2-99", size: 10) == .part(2...9))
        #expect(ByteRange("bytes=10-", size: 10) == .unsatisfiable)
        #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
        for text in ["bytes=3-1", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=-", ""] {
            #expect(ByteRange(text, size: 10) == .whole)
        }
    }

    @Test("CMI-SAFE-06: An unknown extension is a download")
    func types() {
        #expect(MediaTypeTable.type(ofFile: "a/b.HTML") == "text/html; charset=utf-8")
        #expect(MediaTypeTable.type(ofFile: "a.b/setup.exe") == nil)
        #expect(MediaTypeTable.type(ofFile: "a.html/noextension") == nil)
    }
}

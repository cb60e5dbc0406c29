import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Testing
import Values

@testable import Web

@Suite struct ErrorResponsesTests {
    private func answer(
        _ error: ServiceError, path: String = "/x", accept: String = "*/*"
    ) async throws -> (status: HTTPResponse.Status, headers: HTTPFields, text: String) {
        let router = Router(context: LecternRequestContext.self)
        router.add(middleware: CallerMiddleware(proxies: TrustedProxies()))
        router.add(middleware: SecurityHeaders(publicURL: "https://lectern.example"))
        router.add(middleware: ErrorResponses())
        router.get(RouterPath(path)) { _, _ -> Response in throw error }
        return try await Application(router: router).test(.router) { client in
            let headers: HTTPFields = [.accept: accept, .acceptLanguage: "fr"]
            let response = try await client.execute(uri: path, method: .get, headers: headers)
            return (response.status, response.headers, String(buffer: response.body))
        }
    }

    @Test("Every code of an error has one status, and problem+json says it", arguments: ServiceError.Code.allCases)
    func table(code: ServiceError.Code) async throws {
        let faults = [ServiceError.Fault("/a", "one"), ServiceError.Fault("/b", "two")]
        let answer = try await answer(ServiceError(code, "no", faults: faults, cause: "secret"))
        #expect(answer.status == code.status)
        #expect(answer.headers[.contentType] == "application/problem+json")
        let root = try JSONDocument(parsing: Array(answer.text.utf8)).root
        #expect(root["status"]?.integer == Int64(code.status.code))
        #expect(root["errors"]?.count == (code == .internalError ? nil : 2))
        #expect(!answer.text.contains("secret"))
    }

    @Test("A defect shows nothing of itself, in any form", arguments: ["/x", "/xapi/x"], ["text/html", "*/*"])
    func defect(path: String, accept: String) async throws {
        let answer = try await answer(
            ServiceError(.internalError, "table person is broken", faults: [.init("p", "q")]), path: path,
            accept: accept)
        #expect(answer.status == .internalServerError)
        #expect(!answer.text.contains("person"))
    }

    @Test("Busy answers say when to come back")
    func retryAfter() async throws {
        #expect(try await answer(ServiceError(.unavailable, "full")).headers[.retryAfter] == "5")
        #expect(try await answer(ServiceError(.tooManyRequests, "slow", retryAfter: 7)).headers[.retryAfter] == "7")
    }

    @Test("Browsers get a page in their language, the LRS's clients plain text")
    func forms() async throws {
        let page = try await answer(ServiceError(.notFound, "nothing <here>"), accept: "text/html")
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.text.contains("Cette page n’existe pas") && page.text.contains("nothing &lt;here&gt;"))
        let plain = try await answer(ServiceError(.invalid, "bad", faults: [.init("/id", "no UUID")]), path: "/xapi/x")
        #expect(plain.text == "bad\n/id: no UUID\n")
    }

    @Test("LTI-FRM-11: every answer has nosniff, a referrer policy, a permissions policy and a request id")
    func headers() async throws {
        let headers = try await answer(ServiceError(.notFound, "x")).headers
        for name in ["X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "X-Request-ID"] {
            #expect(headers[try #require(HTTPField.Name(name))] != nil, "\(name)")
        }
        #expect(headers[.strictTransportSecurity] != nil)
    }
}

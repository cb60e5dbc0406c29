import AsyncHTTPClient
package import NIOCore
package import NIOHTTP1
package import Values

/// A browser without scripts: keeps cookies per host, follows redirects, and gives pages with their forms.
///
/// Names under `localhost` lead to 127.0.0.1, as they do in browsers but not in the C library's resolver.
package final class BrowserClient: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    /// Lives as long as the process; redirects are followed here, where cookies are kept on the way.
    private static let http = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

    /// Host → name → value; ports don't separate cookies (RFC 6265 §8.5).
    private let cookies = Locked<[String: [String: String]]>([:])
    private let timeout: TimeAmount

    package init(timeout: TimeAmount = .seconds(30)) { self.timeout = timeout }

    package func get(_ url: String, headers: [(String, String)] = []) async throws -> Page {
        try await follow(method: .GET, url: url, headers: headers, body: [])
    }

    package func post(_ url: String, form: URLEncodedForm, headers: [(String, String)] = []) async throws -> Page {
        try await follow(
            method: .POST, url: url, headers: headers + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.encoded.utf8))
    }

    /// Sends a form as a click on its button does.
    package func submit(
        _ form: Page.Form, adding fields: [(name: String, value: String)] = [], headers: [(String, String)] = []
    ) async throws -> Page {
        let all = URLEncodedForm(form.fields.filter { field in !fields.contains { $0.name == field.name } } + fields)
        return form.method == "post"
            ? try await post(form.action, form: all, headers: headers)
            : try await get(all.appended(to: form.action), headers: headers)
    }

    /// One request, redirects not followed.
    package func send(
        _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Page {
        let target = try Address(url)
        var request = HTTPClientRequest(url: target.dialled)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.headers.replaceOrAdd(name: "Host", value: target.authority)
        let jar = cookies.withLock { $0[target.host] ?? [:] }
        if !jar.isEmpty {
            request.headers.add(
                name: "Cookie",
                value: jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
        }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        let answer = try await Self.http.execute(request, timeout: timeout)
        let bytes = try await answer.body.collect(upTo: 256 << 20)
        keepCookies(answer.headers["Set-Cookie"], host: target.host)
        return Page(url: url, status: Int(answer.status.code), headers: answer.headers, body: Array(buffer: bytes))
    }

    /// Forgets everything, as a fresh browser.
    package func clearCookies() { cookies.withLock { $0 = [:] } }

    /// The values of all cookies.
    package var cookieValues: [String] { cookies.withLock { $0.values.flatMap(\.values) } }

    package func setCookie(_ name: String, _ value: String, host: String) {
        cookies.withLock { $0[host, default: [:]][name] = value }
    }

    private func follow(
        method: HTTPMethod, url: String, headers: [(String, String)], body: [UInt8]
    ) async throws -> Page {
        var page = try await send(method, url, headers: headers, body: body)
        var steps = 0
        while [301, 302, 303, 307, 308].contains(page.status), let location = page.headers.first(name: "Location") {
            steps += 1
            guard steps <= 10 else { throw Failure(description: "more than ten redirects from \(url)") }
            let next = try Address(page.url).resolving(location)
            let kept = headers.filter { $0.0.lowercased() != "content-type" }
            page =
                page.status >= 307
                ? try await send(method, next, headers: headers, body: body)
                : try await send(.GET, next, headers: kept)
        }
        return page
    }

    private func keepCookies(_ lines: [String], host: String) {
        cookies.withLock { jar in
            for line in lines {
                let parts = line.split(separator: ";").map { $0.trimmingPrefix { $0 == " " } }
                guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
                let name = String(pair[..<equals])
                let value = String(pair[pair.index(after: equals)...])
                let ended = parts.dropFirst().contains { $0.lowercased() == "max-age=0" }
                jar[host, default: [:]][name] = ended ? nil : value
            }
        }
    }
}

import HTTPTypes
import Hummingbird
import NIOCore
import OutboundHTTP
import Testing

@Suite("The outbound client")
struct OutboundClientTests {
    @Test("A call carries its headers, our name and its body, and brings back status, headers and body")
    func roundTrip() async throws {
        try await withServer { base, client in
            let response = try await client.send(
                OutboundRequest(.post, base + "/echo", headers: [("X-Mark", "m")], body: Array("hello".utf8)))
            #expect(response.status == 201)
            #expect(response.values(of: "x-seen") == ["m Lectern/1"])
            #expect(String(decoding: response.body, as: UTF8.self) == "hello")
        }
    }

    @Test("LTI-JWKSP-10: a redirect to another host is refused, one on the same host is followed")
    func redirects() async throws {
        try await withServer { base, client in
            let followed = try await client.send(OutboundRequest(.get, base + "/same"))
            #expect(followed.status == 200)
            for path in ["/other", "/scheme", "/loop", "/nowhere"] {
                #expect(await code { try await client.send(OutboundRequest(.get, base + path)) } == .redirectRefused)
            }
            #expect(await code { try await client.send(OutboundRequest(.post, base + "/same")) } == .redirectRefused)
        }
    }

    @Test("LTI-JWKSP-10: a body over the limit, and an answer that never ends, are given up")
    func limits() async throws {
        var policy = OutboundPolicy()
        policy.maximumBody = 1_000
        policy.timeout = 1
        try await withServer(policy) { base, client in
            #expect(await code { try await client.send(OutboundRequest(.get, base + "/large")) } == .tooLarge)
            #expect(await code { try await client.send(OutboundRequest(.get, base + "/slow")) } == .timedOut)
        }
    }

    @Test(
        "LTI-JWKSP-10: names and literals of private addresses are refused before any call",
        arguments: [
            "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://inner.example/",
            "http://[::ffff:127.0.0.1]/", "http://half.example/",
        ])
    func privateAddresses(url: String) async throws {
        let resolution = NameResolution { host in
            let literals = host == "half.example" ? ["1.1.1.1", "10.0.0.1"] : ["192.168.3.4"]
            return literals.compactMap(IPAddress.init)
        }
        let client = try OutboundClient(OutboundPolicy(), resolution: resolution)
        #expect(await code { try await client.send(OutboundRequest(.get, url)) } == .addressRefused)
        try await client.shutdown()
    }

    @Test("A name that changes its answer after it was judged reaches nothing")
    func rebinding() async throws {
        try await withServer { base, _ in
            let port = base.split(separator: ":").last.map(String.init) ?? ""
            let lying = NameResolution { _ in ["93.184.216.34"].compactMap(IPAddress.init) }
            let client = try OutboundClient(OutboundPolicy(), resolution: lying)
            let answer = await code { try await client.send(OutboundRequest(.get, "http://localhost:\(port)/same")) }
            #expect(answer == .addressRefused)
            try await client.shutdown()
        }
    }

    @Test("An overridden name leads where the policy says, also to a private address")
    func overrides() async throws {
        try await withServer { base, _ in
            let port = base.split(separator: ":").last.map(String.init) ?? ""
            var policy = OutboundPolicy()
            policy.nameOverrides = ["lms.example": "127.0.0.1"]
            let client = try OutboundClient(policy)
            let response = try await client.send(OutboundRequest(.get, "http://lms.example:\(port)/host"))
            #expect(String(decoding: response.body, as: UTF8.self) == "lms.example:\(port)")
            try await client.shutdown()
        }
    }

    @Test(
        "What isn't http or https is refused", arguments: ["ftp://a.example/", "file:///etc/passwd", "", "//a.example"])
    func schemes(url: String) async throws {
        let client = try OutboundClient()
        #expect(await code { try await client.send(OutboundRequest(.get, url)) } == .urlRefused)
        try await client.shutdown()
    }

    @Test("A port where nobody listens is a transient failure")
    func refusedConnection() async throws {
        var policy = OutboundPolicy()
        policy.allowsPrivateAddresses = true
        let client = try OutboundClient(policy)
        await #expect(throws: OutboundError.self) {
            try await client.send(OutboundRequest(.get, "http://127.0.0.1:1/"))
        }
        #expect(OutboundError(.connectionFailed, "").isTransient)
        #expect(!OutboundError(.addressRefused, "").isTransient)
        try await client.shutdown()
    }

    private func code(_ call: () async throws -> OutboundResponse) async -> OutboundError.Code? {
        do {
            _ = try await call()
            return nil
        } catch {
            return (error as? OutboundError)?.code
        }
    }
}

/// Runs a small server on a free port of loopback, and a client that may call it.
private func withServer(
    _ policy: OutboundPolicy = OutboundPolicy(), _ body: @Sendable (String, OutboundClient) async throws -> Void
) async throws {
    var policy = policy
    policy.allowsPrivateAddresses = true
    let client = try OutboundClient(policy)
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let app = Application(
        router: routes(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { continuation.yield($0.localAddress?.port ?? 0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await app.run() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await body("http://127.0.0.1:\(port)", client)
        group.cancelAll()
    }
    try await client.shutdown()
}

private func routes() -> Router<BasicRequestContext> {
    let router = Router()
    guard let mark = HTTPField.Name("X-Mark"), let seenName = HTTPField.Name("X-Seen") else { return router }
    router.post("/echo") { request, _ in
        let seen = "\(request.headers[mark] ?? "") \(request.headers[.userAgent] ?? "")"
        let body = try await request.body.collect(upTo: 1_000)
        return Response(
            status: .created, headers: [seenName: seen], body: .init(byteBuffer: body))
    }
    func redirect(_ path: RouterPath, to target: String) {
        router.get(path) { _, _ in Response(status: .found, headers: [.location: target]) }
        router.post(path) { _, _ in Response(status: .found, headers: [.location: target]) }
    }
    redirect("/same", to: "/end")
    redirect("/other", to: "http://localhost:1/")
    redirect("/scheme", to: "//evil.example/")
    redirect("/loop", to: "/loop")
    router.get("/nowhere") { _, _ in Response(status: .found) }
    router.get("/end") { _, _ in "end" }
    router.get("/host") { request, _ in request.head.authority ?? "" }
    router.get("/large") { _, _ in String(repeating: "x", count: 5_000) }
    router.get("/slow") { _, _ -> String in
        try await Task.sleep(for: .seconds(600))
        return ""
    }
    return router
}

import Access
import Connections
import Database
import HTTPTypes
import HummingbirdTesting
import JSON
import NIOCore
import TestWorld
import Testing
import Values
import Workflows

/// What anybody may send to the doors of a launch, and who may show their pages.
@Suite("The doors of a launch", .serialized)
struct LaunchDoorTests {
    @Test("LTI-LOGIN-13: one address may begin a thousand logins at once, then twenty a second; more are refused")
    func logins() async throws {
        try await LaunchHouse.with { house in
            for _ in 0..<1_000 { #expect(try await house.get(house.loginPath).status == .seeOther) }
            let refused = try await house.get(house.loginPath)
            #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] == "1")
            house.frozen.advance(seconds: 1)
            for _ in 0..<20 { #expect(try await house.get(house.loginPath).status == .seeOther) }
            #expect(try await house.post("/lti/login", house.initiation).status == .tooManyRequests)
            #expect(try await house.services.database.read { try LoginStates.count(in: $0) } == 1_020)
        }
    }

    @Test("Refusals from one address aren't recorded without end, and keep nobody else there out")
    func refusals() async throws {
        try await LaunchHouse.with { house in
            let bad = URLEncodedForm([("id_token", "a.b.c"), ("state", "x")])
            for _ in 0..<210 {
                let refused = try await house.post("/lti/launch", bad)
                #expect([400, 401].contains(refused.status.code))
            }
            for _ in 0..<10 {
                #expect(try await house.post("/lti/login", URLEncodedForm([("iss", "x")])).status == .badRequest)
            }
            func recorded() async throws -> Int {
                try await house.services.database.read {
                    try LaunchRecords.latest(500, of: LaunchRecord.noTenant, in: $0).count
                }
            }
            #expect(try await recorded() == 200)
            let login = try await house.login()
            #expect(try await house.launch(login, token: house.token(login)).status == .seeOther)
            house.frozen.advance(seconds: 5)
            _ = try await house.post("/lti/launch", bad)
            #expect(try await recorded() == 201)
        }
    }

    @Test(
        "Batches of notices that no platform signed aren't recorded without end, and signed ones always are looked at")
    func notices() async throws {
        try await LaunchHouse.with { house in
            let forged = ByteBuffer(string: #"{"notices":[{"jwt":"a.b.c"},{"jwt":"d.e.f"}]}"#)
            for _ in 0..<6 {
                for _ in 0..<60 {
                    let answer = try await house.client.execute(
                        uri: "/lti/notices", method: .post, headers: [.contentType: "application/json"], body: forged)
                    #expect([400, 401].contains(answer.status.code))
                }
                house.frozen.advance(seconds: 6)
            }
            let recorded = try await house.services.database.read { tx in
                try tx.row("select count(*) from audit_event where verb = 'notice.refused'")?.int(0) ?? 0
            }
            #expect((200...236).contains(recorded), "\(recorded)")
        }
    }

    @Test("Without an invitation one address makes us read twenty configurations, and then waits")
    func registrations() async throws {
        try await LaunchHouse.with { house in
            let query = URLEncodedForm([("openid_configuration", "http://10.0.0.1/")]).encoded
            for _ in 0..<20 { #expect(try await house.get("/lti/register?" + query).status != .tooManyRequests) }
            let refused = try await house.get("/lti/register?" + query)
            #expect(refused.status == .tooManyRequests)
        }
    }

    @Test("A long hint passes, but isn't kept; a long target is refused")
    func longInitiations() async throws {
        try await LaunchHouse.with { house in
            var form = house.initiation
            form.fields.append(("lti_deployment_id", String(repeating: "d", count: 10_000)))
            let response = try await house.post("/lti/login", form)
            let location = try #require(response.headers[.location])
            let state = try #require(URLEncodedForm(parsing: location.drop { $0 != "?" }.dropFirst())?["state"])
            let kept = try #require(try await house.services.database.read { try LoginStates.find(state, in: $0) })
            #expect(kept.initiation.fields.isEmpty)
            form = house.initiation
            form.fields[2].value = "https://tool.example/" + String(repeating: "x", count: 4_096)
            #expect(try await house.post("/lti/login", form).status == .badRequest)
        }
    }

    @Test("Launch records go when they are too old, those of nobody's platform after a month")
    func retention() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            _ = try await house.launch(login, token: house.token(login))
            _ = try await house.post("/lti/launch", URLEncodedForm([("id_token", "a.b.c"), ("state", "x")]))
            func counts() async throws -> [Int] {
                try await house.services.database.read { tx in
                    try [Tenants.first, LaunchRecord.noTenant].map { try LaunchRecords.latest(9, of: $0, in: tx).count }
                }
            }
            for (days, expected) in [(29, [1, 1]), (2, [1, 0]), (368, [1, 0]), (2, [0, 0])] as [(Int64, [Int])] {
                house.frozen.advance(seconds: days * 86_400)
                try await SweepExpired(house.services).run()
                #expect(try await counts() == expected, "\(days)")
            }
        }
    }

    @Test("A visit ends when its deployment is switched off, and others go on")
    func disabledDeployment() async throws {
        try await LaunchHouse.with { house in
            func visit(_ deployment: JSONNode) async throws -> (path: String, cookie: String) {
                let login = try await house.login()
                let token = try house.token(login, [(deploymentClaim, deployment)])
                let opened = try await house.launch(login, token: token)
                let path = try #require(opened.headers[.location])
                let proof = try #require(opened.headers[values: .setCookie].first { $0.hasPrefix("__Host-l-") })
                return (path, String(proof.prefix { $0 != ";" }))
            }
            let (first, second) = (try await visit("1"), try await visit("2"))
            func status(_ visit: (path: String, cookie: String)) async throws -> HTTPResponse.Status {
                try await house.get(visit.path, cookie: visit.cookie).status
            }
            #expect(try await status(first) != .unauthorized)
            #expect(try await status(second) != .unauthorized)
            try await house.set(.disabled, deployment: "1")
            #expect(try await status(first) == .unauthorized)
            #expect(try await status(second) != .unauthorized)
            let login = try await house.login()
            #expect(try await house.launch(login, token: house.token(login)).status == .forbidden)
        }
    }

    private var deploymentClaim: String { "https://purl.imsglobal.org/spec/lti/claim/deployment_id" }

    @Test(
        "The login's page may be shown by the page that sent the browser, a refusal too; a visit only by its platform")
    func embedder() async throws {
        try await LaunchHouse.with { house in
            func frames(_ headers: [String: String], from issuer: String = "https://lms.example") async throws -> String
            {
                let policy = try await house.login(headers, from: issuer).headers[.contentSecurityPolicy] ?? ""
                return String(policy.split(separator: "frame-ancestors ").last ?? "")
            }
            let framed = ["Sec-Fetch-Dest": "iframe"]
            let known = "'self' https://lms.example"
            #expect(try await frames(framed) == known)
            for (name, value) in [("Origin", "https://school.example"), ("Referer", "https://school.example/c/7?x=1")] {
                let sources = try await frames(framed.merging([name: value]) { $1 })
                #expect(sources == known + " https://school.example", "\(name)")
            }
            let unknown = try await frames(["Origin": "https://school.example"], from: "https://nobody.example")
            #expect(unknown == "'self' https://school.example")
            for evil in ["null", "https://a.example; script-src *", "https://*.example", "*", "javascript:1"] {
                #expect(try await frames(framed.merging(["Origin": evil]) { $1 }) == known, "\(evil)")
            }
        }
    }

    @Test("The pages of Canvas's and Blackboard's schools may show a login, whatever their names")
    func hosted() async throws {
        try await LaunchHouse.with { house in
            for (issuer, source) in [
                ("https://canvas.instructure.com", "https://*.instructure.com"),
                ("https://blackboard.com", "https://*.blackboard.com"),
            ] {
                var request = AddPlatform.Request(
                    issuer: issuer, clientID: "client-1", name: "Hosted", authURL: issuer + "/auth",
                    tokenURL: issuer + "/token", jwksURL: house.jwks)
                request.frames = "https://*.vanity.example"
                try await AddPlatform(house.services).run(request, tenant: Tenants.first, actor: .commandLine)
                let page = try await house.login(["Sec-Fetch-Dest": "iframe"], from: issuer)
                let policy = try #require(page.headers[.contentSecurityPolicy])
                #expect(policy.contains(" \(source)") && policy.contains(" https://*.vanity.example"))
                let refused = try await house.get("/lti/launch")
                #expect(refused.status == .methodNotAllowed)
            }
        }
    }

    @Test(
        "In a frame without storage of the platform this tab keeps the proof, and a window is offered before the hint goes"
    )
    func tabKeepsTheProof() async throws {
        try await LaunchHouse.with { house in
            let page = try await house.login(["Sec-Fetch-Dest": "iframe"])
            #expect(page.status == .ok && page.text.contains("data-storage=\"put\" data-target=\"\""))
            #expect(page.text.contains("Open in a new window") && page.text.contains("/lti/login?iss="))
            let url = try #require(page.text.firstMatch(of: /data-url="([^"]+)"/)).1.replacing("&amp;", with: "&")
            let sent = try #require(URLEncodedForm(parsing: url.drop { $0 != "?" }.dropFirst()))
            let login = LaunchHouse.Login(parameters: sent, cookie: "none=1")
            let parked = try await house.launch(login, token: house.token(login))
            #expect(parked.status == .ok && parked.text.contains("data-storage=\"get\" data-target=\"\""))
            let parcel = try #require(parked.text.firstMatch(of: /data-parcel="([^"]+)"/)).1
            let proof = try #require(page.text.firstMatch(of: /data-value="([^"]+)"/)).1
            let form = URLEncodedForm([("state", login.state), ("parcel", String(parcel)), ("reason", "none")])
            for (value, status) in [("", 401), (login.state, 401), (String(proof), 200), (String(proof), 401)] {
                let answer = try await house.prove(form, value)
                #expect(answer.status.code == status)
            }
            for place in ["document", "empty", "nonsense"] {
                #expect(try await house.login(["Sec-Fetch-Dest": place]).status == .seeOther)
            }
        }
    }
}

extension LaunchHouse {
    fileprivate var loginPath: String { "/lti/login?" + initiation.encoded }

    fileprivate func login(
        _ headers: [String: String], from issuer: String = "https://lms.example"
    ) async throws
        -> TestResponse
    {
        var fields: HTTPFields = [.accept: "text/html"]
        for (name, value) in headers { HTTPField.Name(name).map { fields[$0] = value } }
        return try await client.execute(
            uri: "/lti/login?" + initiation(from: issuer).encoded, method: .get, headers: fields)
    }

    fileprivate func prove(_ form: URLEncodedForm, _ proof: String) async throws -> TestResponse {
        var fields: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        HTTPField.Name("X-Lectern-Proof").map { fields[$0] = proof }
        return try await client.execute(
            uri: "/lti/launch/proof", method: .post, headers: fields, body: ByteBuffer(string: form.encoded))
    }

    fileprivate func set(_ state: Deployment.State, deployment: String) async throws {
        let found = try await services.database.read { tx in
            try Registrations.list(of: Tenants.first, in: tx).first.flatMap {
                try Deployments.find(deployment, of: $0.id, in: tx)
            }
        }
        let staff = StaffPrincipal(
            tenant: Tenants.first, user: frozen.world.newID(), roles: try #require(Roles("administrator")))
        try await ReadPlatforms(services).setDeployment(state, try #require(found).id, by: staff)
    }
}

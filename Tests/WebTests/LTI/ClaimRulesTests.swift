import Access
import Connections
import Cryptography
import Database
import HTTPTypes
import HummingbirdTesting
import JOSE
import JSON
import LTI
import TestWorld
import Testing
import Values
import Workflows

@Suite("Rules of the claims, over HTTP", .serialized)
struct ClaimRulesTests {
    private static let refused: [(String, String, JSONNode?)] = [
        ("LTI-CLM-02 short version", ClaimName.version, "1.3"), ("LTI-CLM-02 old version", ClaimName.version, "1.2.0"),
        ("LTI-CLM-02 no version", ClaimName.version, nil),
        ("LTI-CLM-09 no link", ClaimName.resourceLink, nil),
        ("LTI-CLM-09 no id", ClaimName.resourceLink, ["title": "Fire"]),
        ("LTI-CLM-09 empty id", ClaimName.resourceLink, ["id": ""]),
        ("LTI-CLM-09 long id", ClaimName.resourceLink, ["id": .string(String(repeating: "x", count: 256))]),
        ("LTI-CLM-16 no roles", ClaimName.roles, nil), ("LTI-CLM-16 roles as text", ClaimName.roles, "Learner"),
    ]

    @Test("LTI-CLM-02, LTI-CLM-09, LTI-CLM-16: version, link and roles have to be there as the standard has them")
    func malformed() async throws {
        try await LaunchHouse.with { house in
            for (what, claim, value) in Self.refused {
                let login = try await house.login()
                let response = try await house.launch(login, token: house.token(login, [(claim, value)]))
                #expect(response.status == .badRequest, "\(what): \(response.status)")
                #expect(response.headers[.setCookie]?.contains("__Host-l-") != true, "\(what)")
            }
            let login = try await house.login()
            let without = try await house.launch(login, token: house.token(login, [(ClaimName.roles, .array([]))]))
            #expect(without.status == .seeOther)
        }
    }

    @Test("LTI-CLM-15, LTI-IDT-05: names, addresses and language may be missing in any mixture")
    func anonymous() async throws {
        try await LaunchHouse.with { house in
            let mixtures: [[(String, JSONNode?)]] = [
                [], [("email", "a@school.example")], [("name", "Ada")], [("given_name", "Ada"), ("locale", "fr")],
                [("picture", "https://lms.example/p.png")],
            ]
            for (number, claims) in mixtures.enumerated() {
                let login = try await house.login()
                let own: [(String, JSONNode?)] = claims + [("sub", .string("learner-\(number)"))]
                let response = try await house.launch(login, token: house.token(login, own))
                #expect(response.status == .seeOther)
                let page = try await house.get(
                    try #require(response.headers[.location]), cookie: try proof(of: response))
                #expect(page.status == .ok)
                #expect(!page.text.contains("null") && !page.text.contains("undefined"))
            }
        }
    }

    @Test("LTI-IDT-17: a sub has at most 255 ASCII characters, and large and small letters are two users")
    func subjects() async throws {
        try await LaunchHouse.with { house in
            func answer(_ sub: String) async throws -> HTTPResponse.Status {
                let login = try await house.login()
                return try await house.launch(login, token: house.token(login, [("sub", .string(sub))])).status
            }
            #expect(try await answer(String(repeating: "A", count: 255)) == .seeOther)
            #expect(try await answer(String(repeating: "A", count: 256)) == .badRequest)
            #expect(try await answer("Zoë") == .badRequest)
            for sub in ["Abc", "abc", "Abc"] { #expect(try await answer(sub) == .seeOther) }
            let people = try await house.services.database.read { tx in
                try LaunchRecords.latest(3, of: Tenants.first, in: tx).map { try #require($0.person) }
            }
            #expect(people[0] == people[2] && people[0] != people[1])
        }
    }

    @Test("LTI-CLM-06: the signed target counts, never the login's: a change is noted, or refused where that is set")
    func target() async throws {
        try await LaunchHouse.with { house in
            let elsewhere =
                [(ClaimName.targetLinkURI, .string(LaunchHouse.publicURL + "/learn/other"))]
                as [(String, JSONNode?)]
            let login = try await house.login()
            let response = try await house.launch(login, token: house.token(login, elsewhere))
            #expect(response.headers[.location]?.contains(/^\/learn\/[^\/]+\/$/) == true)
            #expect(try await lastRecord(house).warnings == ["target_link_uri_changed:target_link_uri"])
            try await house.services.database.write { tx in
                var strict = try #require(try Registrations.list(of: Tenants.first, in: tx).first)
                strict.requiresSameTarget = true
                _ = try Registrations.save(strict, in: tx, now: house.frozen.now)
            }
            let second = try await house.login()
            let refused = try await house.launch(second, token: house.token(second, elsewhere))
            #expect(refused.status == .badRequest)
            #expect(try await lastRecord(house).outcome == .refused)
        }
    }

    @Test("LTI-CLM-13, LTI-JWKSP-12: two issuers with one kid and one sub have their own keys and their own people")
    func issuers() async throws {
        try await LaunchHouse.with { house in
            try await house.addOtherIssuer()
            let own = try await house.login()
            #expect(try await house.launch(own, token: house.token(own)).status == .seeOther)
            let other = try await house.login(from: "https://other.example")
            let issuer: [(String, JSONNode?)] = [("iss", "https://other.example")]
            let forged = try await house.launch(other, token: house.token(other, issuer))
            #expect(forged.status == .unauthorized)
            let again = try await house.login(from: "https://other.example")
            let genuine = try await house.launch(again, token: house.token(again, issuer, key: house.otherKey))
            #expect(genuine.status == .seeOther)
            let people = try await house.services.database.read { tx in
                try LaunchRecords.latest(10, of: Tenants.first, in: tx).compactMap(\.person)
            }
            #expect(Set(people).count == 2)
        }
    }

    @Test("LTI-STATE-09: an answer of another issuer than the login was for is refused")
    func mixUp() async throws {
        try await LaunchHouse.with { house in
            try await house.addOtherIssuer()
            let login = try await house.login(from: "https://other.example")
            let response = try await house.launch(login, token: house.token(login))
            #expect(response.status == .unauthorized)
        }
    }

    @Test("LTI-JWKSP-02: a token without a kid is refused, though its signature is good")
    func noKeyID() async throws {
        try await LaunchHouse.with { house in
            let login = try await house.login()
            let parts = try house.token(login).split(separator: ".").map(String.init)
            let header = Base64URL.encode(Array(#"{"alg":"RS256","typ":"JWT"}"#.utf8))
            let signature = try house.key.sign(Array((header + "." + parts[1]).utf8), algorithm: .RS256)
            let token = [header, parts[1], Base64URL.encode(signature)].joined(separator: ".")
            #expect(try await house.launch(login, token: token).status == .unauthorized)
        }
    }

    @Test("LTI-LOGIN-09: a deployment that the login names proves nothing; the signed one counts")
    func deployment() async throws {
        try await LaunchHouse.with(policy: .ask) { house in
            var initiation = house.initiation
            initiation.fields.append((name: "lti_deployment_id", value: "1"))
            let response = try await house.get("/lti/login?" + initiation.encoded)
            let query = try #require(response.headers[.location]).drop { $0 != "?" }.dropFirst()
            let cookie = try #require(response.headers[.setCookie]?.split(separator: ";").first)
            let login = LaunchHouse.Login(
                parameters: try #require(URLEncodedForm(parsing: query)), cookie: String(cookie))
            let token = try house.token(login, [(ClaimName.deploymentID, "unknown")])
            #expect(try await house.launch(login, token: token).status == .accepted)
        }
    }

    @Test("LTI-ROLE-10: roles are those of the latest launch: an instructor of yesterday is a learner today")
    func roles() async throws {
        try await LaunchHouse.with { house in
            let yesterday = try await house.login()
            let staff = try await house.launch(
                yesterday, token: house.token(yesterday, [(ClaimName.roles, ["Instructor"])]))
            let place = try #require(staff.headers[.location])
            #expect(try await house.get(place + "staff", cookie: try proof(of: staff)).status != .forbidden)
            let today = try await house.login()
            let learner = try await house.launch(today, token: house.token(today))
            let own = try #require(learner.headers[.location])
            let cookie = try proof(of: learner)
            for page in ["staff", "staff/learners/6f0a3c1e-0000-4000-8000-000000000001"] {
                #expect(try await house.get(own + page, cookie: cookie).status == .forbidden)
            }
        }
    }

    private func proof(of response: TestResponse) throws -> String {
        let cookie = response.headers[values: .setCookie].first { $0.hasPrefix("__Host-l-") }
        return String(try #require(cookie).prefix { $0 != ";" })
    }

    private func lastRecord(_ house: LaunchHouse) async throws -> LaunchRecord {
        try #require(
            try await house.services.database.read { try LaunchRecords.latest(1, of: Tenants.first, in: $0) }.first)
    }
}

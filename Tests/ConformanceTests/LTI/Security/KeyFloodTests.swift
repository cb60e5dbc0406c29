import Access
import Connections
import Cryptography
import Database
import DemoData
import DemoJourney
import DemoLMS
import JOSE
import JSON
import LTI
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

@Suite("Forged tokens and the platforms' keys", .serialized)
struct KeyFloodTests {
    @Test(
        "A flood of forged key ids, all at once, reads the key set of its registration at most twice, and of no other")
    func flood() async throws {
        // The limit of refusals from one address would end the flood before any key is looked for.
        try await RunningService.with(adjust: { $0.launchesPerSecond = 0 }) { service in
            let other = try await service.addPlatform("second", keys: service.lmsURL + "/jwks.json?second")
            _ = try await service.visit().launch("tides", as: "u-1001")
            let before = await service.lms.keySetReads.count
            for _ in 0..<4 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<50 {
                        let token = try service.forged("lectern-demo", kid: "forged-\(number)")
                        group.addTask {
                            let form = URLEncodedForm([("id_token", token), ("state", "unknown-\(number)")])
                            let page = try await BrowserClient().post(service.publicURL + "/lti/launch", form: form)
                            #expect((400..<500).contains(page.status))
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let reads = await service.lms.keySetReads.dropFirst(before)
            #expect(reads.count <= 2 && !reads.contains { $0.contains("second") }, "\(reads)")
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1002")))
            let form = URLEncodedForm([("id_token", try service.forged("second", kid: "new")), ("state", "x")])
            _ = try await BrowserClient().post(service.publicURL + "/lti/launch", form: form)
            #expect(await service.lms.keySetReads.last?.contains("second") == true)
            #expect(other.clientID == "second")
        }
    }

    @Test("LTI-JWKSP-11: a platform with a public key in PEM launches, and its tokens need a key id all the same")
    func publicKey() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let form = try await admin.get(service.publicURL + "/admin/platforms").form(to: "/admin/platforms")
            let fields: [(name: String, value: String)] = [
                ("name", "By key"), ("issuer", service.lms.issuer), ("client_id", "by-key"),
                ("auth_url", service.lmsURL + "/auth"), ("token_url", service.lmsURL + "/token"), ("jwks_url", ""),
                ("deployments", "1"),
            ]
            let pem = try await service.lms.signingKey.publicKey.pem()
            let wrong = try await admin.submit(form, adding: fields + [("public_key", "not a key")])
            #expect(wrong.status == 422 && wrong.text.contains("PEM"))
            let added = try await admin.submit(form, adding: fields + [("public_key", pem)])
            #expect(added.status == 200, "\(added.text)")
            await service.lms.register(.lectern(at: service.publicURL, clientID: "by-key"))
            let reads = await service.lms.keySetReads.count
            let page = try await service.visit().launch("later", as: "u-2001")
            #expect(page.status == 200)
            #expect(await service.lms.keySetReads.count == reads)
            var tampering = LaunchTampering()
            tampering.keyID = .missing
            await service.lms.tamper(with: tampering)
            #expect((400..<500).contains(try await service.visit().launch("later", as: "u-2001").status))
            tampering.keyID = .own
            tampering.signature = .foreignKey
            await service.lms.tamper(with: tampering)
            #expect((400..<500).contains(try await service.visit().launch("later", as: "u-2001").status))
        }
    }

    @Test("LTI-TOK-17: each registration asks for tokens of its own, also where platform and deployment are the same")
    func tokens() async throws {
        try await RunningService.with { service in
            let teacher = try await RosterVisit.open(service)
            try await teacher.sync()
            let first = await service.lms.askedScopes.count
            try await teacher.sync()
            #expect(await service.lms.askedScopes.count == first)
            let other = try await service.addPlatform("second", keys: service.lmsURL + "/jwks.json")
            await service.lms.register(.lectern(at: service.publicURL, clientID: "second"))
            let findings = try await TestPlatform(service.services).run(other.id, tenant: DemoTenant.tenant)
            #expect(findings.contains { $0.what.hasPrefix("token") && $0.isGood })
            #expect(await service.lms.askedScopes.count > first)
            let tokens = service.services.accessTokens
            let scopes = ["https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"]
            let registrations = try await service.services.database.read {
                try Registrations.list(of: DemoTenant.tenant, in: $0)
            }
            var held: Set<String> = []
            for registration in registrations {
                let purpose = AccessTokens.Purpose(registration: registration.id, deploymentID: "1", scopes: scopes)
                let token = try await tokens.token(for: purpose) {
                    let body = Array(#"{"access_token":"fresh","token_type":"bearer"}"#.utf8)
                    guard case .granted(let grant) = TokenResponse(status: 200, body: body) else {
                        throw BrowserClient.Failure(description: "no grant")
                    }
                    return grant
                }
                held.insert(token.reveal())
            }
            #expect(held.count == registrations.count && held.contains("fresh"))
        }
    }

    @Test("Two tenants with one issuer don't see each other's people, launches or pages", arguments: Engine.underTest)
    func tenants(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let foreign = TenantID(77)
            let now = service.services.world.now()
            try await service.services.database.write { tx in
                _ = try Tenants.create(foreign, name: "Other", in: tx, now: now)
            }
            _ = try await service.visit().launch("tides", as: "u-1001")
            let theirs = try await service.addPlatform(
                "their-client", keys: service.lmsURL + "/jwks.json", tenant: foreign)
            await service.lms.register(.lectern(at: service.publicURL, clientID: "their-client"))
            let page = try await service.visit().launch("tides", as: "u-1001")
            #expect(!service.isCoursePage(page))
            let (vault, world, issuer) = (service.services.vault, service.services.world, service.lms.issuer)
            let people = try await service.services.database.read { tx in
                try [DemoTenant.tenant, foreign].map {
                    try People(vault: vault, world: world).find(.lti(issuer: issuer, subject: "u-1001"), of: $0, in: tx)
                }
            }
            #expect(people[0] != nil && people[1] != nil && people[0]?.id != people[1]?.id)
            let admin = try await PickerVisit.administrator(of: service)
            #expect(try await admin.get(service.publicURL + "/admin/platforms/\(theirs.id)").status == 404)
            #expect(!(try await admin.get(service.publicURL + "/admin/platforms").text.contains("their-client")))
            let records = try await service.services.database.read { try LaunchRecords.latest(9, of: foreign, in: $0) }
            let record = try #require(records.first)
            #expect(try await admin.get(service.publicURL + "/admin/launches/\(record.id)").status == 404)
        }
    }
}

extension RunningService {
    /// Another registration at the same LMS.
    func addPlatform(
        _ clientID: String, keys: String, tenant: TenantID = DemoTenant.tenant
    ) async throws -> Registration {
        var request = AddPlatform.Request(
            issuer: lms.issuer, clientID: clientID, name: clientID, authURL: lmsURL + "/auth",
            tokenURL: lmsURL + "/token", jwksURL: keys)
        request.deployments = ["1"]
        return try await AddPlatform(services).run(request, tenant: tenant, actor: .commandLine)
    }

    /// A token of a key that no platform has, under a name of the attacker's.
    func forged(_ clientID: String, kid: String) throws -> String {
        let now = services.world.now().unixSeconds
        let claims: JSONNode = [
            "iss": .string(lms.issuer), "aud": .string(clientID), "sub": "u-1001", "nonce": "n",
            "iat": .number(now), "exp": .number(now + 600),
        ]
        return try CompactJWS.sign(
            payload: claims.serialized, key: Forger.key, algorithm: .RS256, keyID: kid)
    }
}

private enum Forger {
    static let key = Result { try PrivateKey.generateRSA(bits: 2_048) }.key
}

extension Result where Success == PrivateKey {
    fileprivate var key: PrivateKey {
        guard case .success(let key) = self else { preconditionFailure("no key can be made") }
        return key
    }
}

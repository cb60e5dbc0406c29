import Connections
import Database
import DemoData
import DemoJourney
import DemoLMS
import JSON
import Server
import ServiceWorld
import TestWorld
import Testing
import Values
import Workflows

/// Whoever can put a file where a platform is served must not become the platform.
@Suite("Nobody takes a platform over by registering again", .serialized)
struct RegistrationTakeoverTests {
    @Test("Without an invitation a registration of a known client changes nothing", arguments: Engine.underTest)
    func knownClient(engine: Engine) async throws {
        try await RunningService.with(engine) { service in
            let before = try await service.newest()
            await service.lms.change {
                $0.changes = [("product_family_code", "x")]
                $0.refusal = (200, ["client_id": "lectern-demo", Self.tool: ["deployment_id": "evil"]])
            }
            let page = try await RegistrationVisit(service).register()
            #expect(page.status == 409 && page.text.contains("invitation"), "\(page.text)")
            let after = try await service.newest()
            #expect(after.id == before.id && after.isActive && after.jwksURL == before.jwksURL)
            #expect(try await service.deployments(of: after.id).isEmpty)
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
        }
    }

    @Test("Without an invitation other addresses for a known issuer are refused before anything is sent")
    func knownIssuer() async throws {
        try await RunningService.with { service in
            for name in ["jwks_uri", "authorization_endpoint", "token_endpoint"] {
                await service.lms.change { $0.changes = [(name, .string(service.lmsURL + "/~eve/file"))] }
                let page = try await RegistrationVisit(service).open(token: "t")
                #expect(page.status == 409 && page.forms.isEmpty, "\(name): \(page.status)")
            }
            await service.lms.change { $0.changes = [("jwks_uri", .string(service.lmsURL + "/moved"))] }
            let visit = RegistrationVisit(service)
            let invite = try await visit.invite()
            #expect(try await visit.open(token: "t", invite: invite).status == 200)
            #expect(await service.lms.desk.steps.allSatisfy { $0.step == "configuration" })
        }
    }

    @Test("LTI-DR-04: issuer, configuration and every address lie on one origin, port and all, or a pair is trusted")
    func origins() async throws {
        try await RunningService.with { service in
            let names = ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint"]
            let visit = RegistrationVisit(service)
            for name in names {
                for other in ["http://127.0.0.1:1/x", "https://127.0.0.1/x", "https://evil.example/x"] {
                    await service.lms.change { $0.changes = [(name, .string(other))] }
                    let page = try await visit.open(token: "t")
                    #expect(page.status == 422 && page.forms.isEmpty, "\(name) \(other): \(page.status)")
                    let invite = try await visit.invite()
                    #expect(try await visit.open(token: "t", invite: invite).status == 422)
                }
            }
            await service.lms.change { $0.changes = [("jwks_uri", "https://keys.example/x")] }
            let trusted = try await visit.invite(trusting: service.lmsURL.replacing("http://", with: "https://"))
            #expect(try await visit.open(token: "t", invite: trusted).status == 422)
            await service.lms.change {
                $0.changes = [("issuer", "https://other.example"), ("jwks_uri", "https://keys.example/x")]
            }
            let other = try await visit.invite(trusting: "https://other.example")
            #expect(try await visit.open(token: "t", invite: other).status == 200)
        }
    }

    @Test("An invited registration of a known client changes its addresses and leaves every other setting")
    func invitedAgain() async throws {
        try await RunningService.with { service in
            let before = try await service.newest()
            try await service.services.database.write { tx in
                var changed = before
                changed.trustedAudiences = ["other"]
                (changed.allowsAnonymous, changed.requiresSameTarget) = (true, true)
                (changed.rosterPolicy, changed.name) = (.hand, "Our own name")
                _ = try Registrations.save(changed, in: tx, now: service.services.world.now())
            }
            await service.lms.change {
                $0.changes = [("jwks_uri", .string(service.lmsURL + "/moved"))]
                $0.refusal = (200, ["client_id": "lectern-demo"])
            }
            let visit = RegistrationVisit(service)
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            let after = try await service.newest()
            #expect(after.id == before.id && after.jwksURL == service.lmsURL + "/moved" && after.isActive)
            #expect(after.trustedAudiences == ["other"] && after.allowsAnonymous && after.requiresSameTarget)
            #expect(after.rosterPolicy == .hand && after.name == "Our own name")
        }
    }

    @Test(
        "Approving a platform lets its launches in, whether or not it named its deployment", arguments: [true, false])
    func approval(namesDeployment: Bool) async throws {
        try await RunningService.with(profile: namesDeployment ? .strict : .d2l) { service in
            #expect(try await RegistrationVisit(service).register().status == 200)
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 403)
            let admin = try await PickerVisit.administrator(of: service)
            let platform = try await service.newest()
            let address = service.publicURL + "/admin/platforms/\(platform.id)"
            _ = try await admin.submit(admin.get(address).form(to: "/active"))
            #expect(service.isCoursePage(try await service.visit().launch("tides", as: "u-1001")))
            _ = try await admin.submit(admin.get(address).form(to: "/deployments/"))
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 403)
            let question = try await admin.submit(admin.get(address).form(to: "/active"))
            _ = try await admin.submit(question.form(to: "/active"))
            _ = try await admin.submit(admin.get(address).form(to: "/active"))
            #expect(try await service.visit().launch("tides", as: "u-1001").status == 403)
        }
    }

    @Test("Registrations that wait can't pile up")
    func pile() async throws {
        try await RunningService.with(adjust: { $0.launchesPerSecond = 0 }) { service in
            let visit = RegistrationVisit(service)
            for number in 0..<20 {
                await service.lms.change { $0.refusal = (200, ["client_id": .string("flood-\(number)")]) }
                let page = try await visit.register()
                #expect(page.status == 200)
            }
            #expect(try await visit.open(token: "t").status == 429)
            #expect(try await visit.open(token: "t", invite: visit.invite()).status == 200)
        }
    }

    @Test("Messages may be listed as objects or, as older Moodles do, as plain names")
    func messages() async throws {
        try await RunningService.with { service in
            await service.lms.change {
                $0.changes = [
                    (
                        "https://purl.imsglobal.org/spec/lti-platform-configuration",
                        ["messages_supported": ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]]
                    )
                ]
            }
            #expect(try await RegistrationVisit(service).register().status == 200)
            let body = try #require(await service.lms.desk.steps.last?.body)
            let sent = body[Self.tool]?["messages"]?.list?.compactMap { $0["type"]?.string }
            #expect(sent == ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"])
        }
    }

    private static let tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
}

extension RunningService {
    fileprivate func deployments(of id: UUID16) async throws -> [String] {
        try await services.database.read { tx in
            try Deployments.list(of: id, in: tx).map { "\($0.deploymentID): \($0.state)" }
        }
    }
}

import Connections
import DemoJourney
import DemoLMS
import JSON
import NIOHTTP1
import ServiceWorld
import Testing
import Values

@Suite("Canvas connects by dynamic registration", .serialized)
struct CanvasRegistrationTests {
    @Test("The page may be shown by every school's host, though the configuration lies on Canvas' own")
    func frames() async throws {
        try await RunningService.with { service in
            let query = URLEncodedForm([
                ("openid_configuration", "https://canvas.instructure.com/api/lti/security/openid-configuration"),
                ("invite", "used-up"),
            ])
            let page = try await BrowserClient().get(query.appended(to: service.publicURL + "/lti/register"))
            #expect(page.status == 403)
            let policy = page.headers["Content-Security-Policy"].joined()
            #expect(policy.contains("https://*.instructure.com") && policy.contains("https://canvas.instructure.com"))
            let own = try await RegistrationVisit(service).open(token: "t")
            #expect(!own.headers["Content-Security-Policy"].joined().contains("instructure.com"))
        }
    }

    @Test("Picker and course have places of their own, those that the platform offers and no two the same")
    func placements() async throws {
        try await RunningService.with(profile: .canvas) { service in
            let visit = RegistrationVisit(service)
            let invite = try await visit.invite(trusting: service.lms.issuer)
            #expect(try await visit.register(invite: invite).status == 200)
            let places = try await service.placements()
            #expect(places["LtiResourceLinkRequest"] == ["https://canvas.instructure.com/lti/course_navigation"])
            #expect(
                places["LtiDeepLinkingRequest"] == [
                    "ContentArea", "RichTextEditor", "https://canvas.instructure.com/lti/assignment_selection",
                ])
        }
    }

    @Test("Without names of its own places all are asked for; a platform of another make chooses itself")
    func unnamed() async throws {
        try await RunningService.with(profile: .canvasWithoutPlaces) { service in
            let visit = RegistrationVisit(service)
            let invite = try await visit.invite(trusting: service.lms.issuer)
            #expect(try await visit.register(invite: invite).status == 200)
            #expect(try await service.placements()["LtiDeepLinkingRequest"]?.contains("ContentArea") == true)
        }
        try await RunningService.with { service in
            let registered = try await RegistrationVisit(service).register()
            #expect(registered.status == 200)
            #expect(try await service.placements().isEmpty)
        }
    }

    @Test("A change of the registration asks for no scope that the platform doesn't offer")
    func offeredScopes() async throws {
        try await RunningService.with { service in
            let scopes = ["lti-ags/scope/score", "lti-nrps/scope/contextmembership.readonly"].map {
                "https://purl.imsglobal.org/spec/" + $0
            }
            await service.lms.change { $0.changes = [("scopes_supported", .array(scopes.map { .string($0) }))] }
            let visit = RegistrationVisit(service)
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            let page = try await admin.submit(admin.get(address).form(to: "/reconfigure"))
            #expect(page.status == 200 && !page.text.contains("Asked for and not granted"))
            let body = try #require(await service.lms.desk.steps.last { $0.step == "change" }?.body)
            #expect(body["scope"]?.string?.split(separator: " ").map(String.init) == scopes)
        }
    }

    @Test("A platform with its own keys that registers anew is told the shared ones, and gets what they sign")
    func keys() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let address = service.publicURL + "/admin/platforms/\(try await service.newest().id)"
            for keys in ["ready", "own"] {
                let forms = try await admin.get(address).forms.filter { $0.action.hasSuffix("/keys") }
                let form = try #require(
                    forms.first { $0.fields.contains { $0.name == "keys" && $0.value == keys } })
                #expect(try await admin.submit(form).status == 200)
            }
            #expect(try await service.newest().signingKeys == .own)
            await service.lms.change { $0.refusal = (200, ["client_id": "lectern-demo"]) }
            let visit = RegistrationVisit(service)
            #expect(try await visit.register(invite: visit.invite()).status == 200)
            let told = try #require(await service.lms.desk.steps.last { $0.step == "registration" }?.body)
            #expect(told["jwks_uri"]?.string == service.publicURL + "/.well-known/jwks.json")
            #expect(try await service.newest().signingKeys == .shared)
            #expect(try await admin.get(service.publicURL + "/admin/audit").text.contains("shared keys"))
        }
    }

    @Test("The page for Open edX says what a learning page on another host needs")
    func learningPage() async throws {
        try await RunningService.with { service in
            let admin = try await PickerVisit.administrator(of: service)
            let connect = service.publicURL + "/admin/platforms/connect/"
            let advice = "other pages that show Lectern"
            #expect(try await admin.get(connect + "openedx").text.contains(advice))
            #expect(try await !admin.get(connect + "moodle").text.contains(advice))
        }
    }
}

extension RunningService {
    /// Where each type of message is to be opened, as the tool asked when it registered.
    func placements() async throws -> [String: [String]] {
        let body = try #require(await lms.desk.steps.last { $0.step == "registration" }?.body)
        var places: [String: [String]] = [:]
        for message in body["https://purl.imsglobal.org/spec/lti-tool-configuration"]?["messages"]?.list ?? [] {
            guard let type = message["type"]?.string, let list = message["placements"]?.list else { continue }
            places[type] = list.compactMap(\.string)
        }
        return places
    }
}

extension PlatformProfile {
    static let canvasWithoutPlaces: PlatformProfile = {
        var profile = PlatformProfile.canvas
        profile.placements = [:]
        return profile
    }()
}
